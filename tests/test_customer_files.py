"""Customer files: the own format, other banks' files through mappings, and every mistake with its line and remedy."""

import contextlib
import csv
import io
import os
import re
import tempfile
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmsim.errors import CustomerFileError
from crmsim.population.columns import COLUMNS, document, number, numbers
from crmsim.population.customer_file import Population, read_customers, supposed_share, wallet_and_share
from crmsim.population.mapping import Sources, known_mappings, parse_mapping
from crmsim.stages import Kind, Stage

DOC = Path(__file__).parents[1] / "docs" / "customer-files.md"
ROWS = "customer,kind,deposits,loans\nA,corporate,100,50\nB,individual,0,0\n"
HEAD = '[columns.customer]\ncolumn = "customer"\n'


def written(folder: Path, content: str | bytes, name: str = "customers.csv") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def mistakes(path: str | Path, mapping: str | Path | None = None, potential: int | None = None) -> list[str]:
    """The sentences that reading ends with."""
    with pytest.raises(CustomerFileError) as caught:
        read_customers(path, mapping, potential=potential)
    return list(caught.value.mistakes)


def own(population: Population) -> np.ndarray:
    """The bank's own customers."""
    return population.records[: len(population.names)]


# The own format


def test_a_row_becomes_a_customer(tmp_path: Path) -> None:
    """Every column of the own format arrives in its place and unit."""
    path = written(
        tmp_path,
        "customer,kind,deposits,loans,wallet,share,products,months_with_bank,loyalty,lost\n"
        "A,small_business,30,20,200,0.25,3,24,0.7,no\n",
    )
    (customer,) = own(read_customers(path))
    assert customer["kind"] == Kind.SMALL_BUSINESS
    assert customer["stage"] == Stage.GROWTH
    assert customer[["wallet", "share", "products", "loyalty", "joined"]].item() == (200.0, 0.25, 3, 0.7, -24.0)


def test_only_the_customer_is_needed(tmp_path: Path) -> None:
    """What a file does not tell is unknown: NaN, or products 0."""
    population = read_customers(written(tmp_path, "customer\nA\n"), potential=0)
    assert population.names == ("A",)
    assert all(np.isnan(population.records[name][0]) for name in ("wallet", "share", "loyalty", "joined"))
    assert population.records["products"][0] == 0


def test_chinese_names_and_words_in_gbk(tmp_path: Path) -> None:
    """A file with Chinese path, header and words in GBK reads as its English twin."""
    chinese = (
        "客户编号,客户类型,存款,贷款,总资产,产品数,开户月数,忠诚度,已流失\r\n甲,小微企业,30,20,200,3,24,0.7,是\r\n"
    )
    english = (
        "customer,kind,deposits,loans,wallet,products,months_with_bank,loyalty,lost\n"
        "甲,small_business,30,20,200,3,24,0.7,yes\n"
    )
    first = read_customers(written(tmp_path, chinese.encode("gbk"), "客户.csv"))
    second = read_customers(written(tmp_path, english))
    assert first.names == second.names == ("甲",)
    assert repr(first.records.tolist()) == repr(second.records.tolist())


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_separator_encoding_and_line_end_do_not_matter(tmp_path: Path, separator: str, encoding: str, end: str) -> None:
    """The same table reads the same however it is saved."""
    text = ROWS.replace("A,", "甲,").replace(",", separator).replace("\n", end)
    population = read_customers(written(tmp_path, text.encode(encoding)))
    assert population.names == ("甲", "B")
    assert own(population)["kind"].tolist() == [Kind.CORPORATE, Kind.INDIVIDUAL]


def test_quotes_hold_separators_and_line_ends(tmp_path: Path) -> None:
    """A quoted name may contain the separator, quotes and a line end."""
    population = read_customers(written(tmp_path, 'customer,loans\n"A, ""x""\ny",5\n\n,,\n'.replace(",,", ",")))
    assert population.names == ('A, "x"\ny',)


def test_lost_customers_are_among_the_bank_s_own(tmp_path: Path) -> None:
    """A lost customer keeps its place, its name and its wallet, and has no share."""
    population = read_customers(written(tmp_path, "customer,wallet,share,lost\nA,9,.5,1\nB,9,.5,0\n"))
    assert population.names == ("A", "B")
    assert own(population)["stage"].tolist() == [Stage.TERMINATION, Stage.GROWTH]
    assert own(population)["share"].tolist() == [0.0, 0.5]


def test_potential_customers_come_in_the_file_s_mix_of_kinds(tmp_path: Path) -> None:
    """Of four kinds in the file, one to three, eight hundred potential customers have exactly the same shares."""
    path = written(tmp_path, "customer,kind\nA,corporate\nB,individual\nC,individual\nD,individual\n")
    population = read_customers(path, potential=800)
    potential = population.records[4:]
    assert set(potential["stage"]) == {Stage.POTENTIAL}
    assert np.bincount(potential["kind"]).tolist() == [600, 0, 200]
    assert np.isnan(potential["wallet"]).all()


@given(
    st.lists(st.sampled_from(["individual", "small_business", "corporate"]), min_size=1, max_size=30),
    st.integers(0, 300),
)
def test_the_mix_of_kinds_is_kept_within_one_customer(kinds: list[str], potential: int) -> None:
    """Whatever the file and the number wanted, each kind's quota is met to the customer."""
    with tempfile.TemporaryDirectory() as folder:
        rows = "".join(f"{number},{kind}\n" for number, kind in enumerate(kinds))
        records = read_customers(written(Path(folder), "customer,kind\n" + rows), potential=potential).records
    shares = np.bincount(records["kind"][: len(kinds)], minlength=3) / len(kinds)
    found = np.bincount(records["kind"][len(kinds) :], minlength=3)
    assert len(records) == len(kinds) + potential
    assert (np.abs(found - shares * potential) <= 1.0).all()


# What follows from balances


def known(**values: float) -> dict[str, np.ndarray]:
    """One customer of whom only this is known."""
    names = ("deposits", "loans", "wallet", "share", "products")
    return {name: np.array([values.get(name, np.nan)]) for name in names}


@pytest.mark.parametrize(
    ("told", "wallet", "share"),
    [
        ({"deposits": 30.0, "loans": 20.0, "share": 0.5}, 100.0, 0.5),
        ({"deposits": 30.0, "loans": 20.0, "wallet": 200.0}, 200.0, 0.25),
        ({"deposits": 35.0, "products": 1.0}, 100.0, 0.35),
        ({"deposits": 35.0}, 100.0, 0.35),
        ({"loans": 85.0, "products": 50.0}, 100.0, 0.85),
        ({"deposits": 0.0, "products": 2.0}, np.nan, 0.0),
        ({"wallet": 100.0}, 100.0, np.nan),
        ({"share": 0.4}, np.nan, 0.4),
        ({}, np.nan, np.nan),
    ],
)
def test_wallet_and_share_follow_from_what_is_known(told: dict[str, float], wallet: float, share: float) -> None:
    """Balances are a share of the wallet: any two of the three give the third, and products stand in for one."""
    found = np.array(wallet_and_share(known(**told))).ravel()
    np.testing.assert_allclose(found, [wallet, share])


@given(st.floats(0.0, 50.0), st.floats(0.0, 50.0))
def test_more_products_never_let_suppose_a_smaller_share(one: float, other: float) -> None:
    """The supposed share grows with products and stays below its ceiling."""
    low, high = supposed_share(np.array(sorted([one, other])))
    assert 0.35 <= low <= high <= 0.85


money = st.none() | st.floats(0.0, 1e9)


@given(st.lists(st.tuples(money, money, st.none() | st.integers(0, 50)), min_size=1, max_size=20))
def test_a_wallet_never_is_less_than_the_balances(rows: list[tuple[float | None, float | None, int | None]]) -> None:
    """Whatever balances a file has, wallet x share is their sum, bit for bit or nearly."""
    text = io.StringIO()
    csv.writer(text).writerows(
        [("customer", "deposits", "loans", "products"), *((str(n), *row) for n, row in enumerate(rows))]
    )
    with tempfile.TemporaryDirectory() as folder:
        records = own(read_customers(written(Path(folder), text.getvalue())))
    business = np.array([(deposits or 0.0) + (loans or 0.0) for deposits, loans, _ in rows])
    held = np.nan_to_num(records["wallet"] * records["share"])
    np.testing.assert_allclose(held, business, rtol=1e-12)


# Mistakes


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("A,nan,1", "line 2: deposits = 'nan' is not a finite number; give a plain one"),
        ("A,inf,1", "line 2: deposits = 'inf' is not a finite number"),
        ("A,1_000,1", "line 2: deposits = '1_000' has thousands separators; write 1000"),
        ("A,-5,1", "line 2: deposits = '-5' is below 0, the least it may be; raise it"),
        ("A,1e13,1", "line 2: deposits = '1e13' is above 1e+12, the most it may be; lower it"),
        ('A,"1,234,567.50",1', "line 2: deposits = '1,234,567.50' has thousands separators; write 1234567.50"),
        ('A,"3,5",1', "line 2: deposits = '3,5' has a decimal comma; write 3.5"),
        ("A,1,2.5", "line 2: products = '2.5' is not a whole number; give one"),
        ("A,1,51", "line 2: products = '51' is above 50"),
        (",1,1", "line 2: customer is empty; give each customer a number or name"),
        ("B,1,1\nA,1,1\nB,1,1", "line 4: customer = 'B' is in line 2 already; keep one of the two"),
        ("A,1", "line 2: has cells for 2 of the header's 3 columns"),
        ("A,1,1,1", "line 2: has cells for 4 of the header's 3 columns"),
        ('"A"x,1,1', "line 2: cannot be taken apart"),
        ('"A,1,1', "line 2: cannot be taken apart"),
    ],
)
def test_a_bad_row_is_named_with_line_and_remedy(tmp_path: Path, row: str, sentence: str) -> None:
    """One bad row makes one sentence: where, what stands there, the bound, and what to do."""
    (mistake,) = mistakes(written(tmp_path, f"customer,deposits,products\n{row}\n"))
    assert sentence in mistake


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("A,100,50,120,", "wallet = 120.00 is below deposits + loans = 150.00"),
        ("A,10,,100,.5", "share = 0.5 and the balances' part of the wallet, 0.1, differ"),
        ("A,10,,,0", "share = 0 is too small for deposits + loans = 10.00"),
        ("A,0,0,,.4", "share = 0.4 and the balances' part of the wallet, 0, differ"),
        ("A,0,0,0,", "wallet = '0' is below 0.01"),
    ],
)
def test_a_row_may_not_contradict_itself(tmp_path: Path, row: str, sentence: str) -> None:
    """Balances, wallet and share must go together."""
    (mistake,) = mistakes(written(tmp_path, f"customer,deposits,loans,wallet,share\n{row}\n"))
    assert sentence in mistake


def test_round_off_is_no_contradiction(tmp_path: Path) -> None:
    """0.1 + 0.2 is within a wallet of 0.3."""
    (customer,) = own(read_customers(written(tmp_path, "customer,deposits,loans,wallet\nA,0.1,0.2,0.3\n")))
    assert customer["share"] == 1.0


@pytest.mark.parametrize(("column", "word"), [("kind", "person"), ("lost", "maybe")])
def test_an_unknown_word_is_told_the_known_ones(tmp_path: Path, column: str, word: str) -> None:
    """A word that is not among a column's choices is answered with all of them."""
    (mistake,) = mistakes(written(tmp_path, f"customer,{column}\nA,{word}\n"))
    assert f"line 2: {column} = '{word}' is not one of" in mistake
    assert all(words[0] in mistake for column_ in COLUMNS if column_.name == column for words in column_.words)


def test_all_mistakes_are_found_and_the_first_twenty_spelled_out(tmp_path: Path) -> None:
    """Of 3,000 mistakes in 1,500 rows the first twenty stand in the order of lines, and the rest is a number."""
    found = mistakes(written(tmp_path, "customer,loyalty,share\n" + "".join(f"{n},2,3\n" for n in range(1500))))
    lines = [int(re.search(r"line (\d+)", sentence)[1]) for sentence in found[:-1]]
    assert lines == [line for line in range(2, 12) for _ in range(2)]
    assert found[-1] == "and 2980 more mistakes like these"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "is empty; write a header"),
        ("\n\n", "is empty; write a header"),
        ("customer,kind\n", "has a header and no rows; add them"),
        (b"PK\x03\x04\x00\x00", "line 1: holds a NUL byte"),
        ("customer\nA\nB\0\n", "line 3: holds a NUL byte"),
        ("customer\né,\n".encode("latin-1"), "is not UTF-8 (line 2) nor GB18030 (line 2) text"),
        ("customer\nA\n客户".encode()[:-1], "is not UTF-8 (line 3) nor GB18030 (line 3) text"),
        ("customer,depsits\nA,1\n", "unknown column 'depsits'; did you mean 'deposits'?"),
        ("客户号,存款额\nA,1\n", "unknown column '存款额'; did you mean '存款'?"),
        ("customer,客户号\nA,1\n", "the columns 'customer' and '客户号' are the same; remove one"),
        ("a,b\n1,2\n", "has unknown columns ('a', 'b'); the own format lacks the column 'customer'"),
        ("CustomerId,Balance,Exited\n1,2,0\n", "the nearest known format is 'bank-churn', which lacks"),
    ],
)
def test_what_is_no_customer_file_is_told_why(tmp_path: Path, content: str | bytes, sentence: str) -> None:
    """A file that cannot be one is refused in one sentence with the remedy."""
    (mistake,) = mistakes(written(tmp_path, content))
    assert sentence in mistake


def test_an_endless_line_is_refused_unread(tmp_path: Path) -> None:
    """A line of 50 MB is refused at its first 64 KiB, with less than a megabyte of memory."""
    path = written(tmp_path, b"customer\nA\n" + b"a" * 50_000_000)
    tracemalloc.start()
    (mistake,) = mistakes(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "line 3: does not end within 65536 bytes" in mistake
    assert peak < 1_000_000


def test_what_is_not_there_or_no_file_is_said(tmp_path: Path) -> None:
    """A missing file, a folder without tables and an impossible name are each refused."""
    assert "cannot be read" in mistakes(tmp_path / "none.csv")[0]
    assert "folder without all tables of a known bank (berka: account.asc" in mistakes(tmp_path)[0]
    assert "is not a file" in mistakes("a\0b")[0]
    assert "potential = -1" in mistakes(tmp_path, potential=-1)[0]


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="the superuser may read anything")
def test_a_file_without_rights_is_said(tmp_path: Path) -> None:
    """A file that may not be read is refused with the reason."""
    path = written(tmp_path, ROWS)
    path.chmod(0)
    assert "cannot be read (Permission denied)" in mistakes(path)[0]
    tmp_path.chmod(0)
    assert "cannot be read (no rights)" in mistakes(tmp_path)[0]
    tmp_path.chmod(0o700)


@given(st.lists(st.sampled_from(["1", "2.5", "", " ", "nan", "1_0", "1e308", "x", "-inf", " 7 "]), max_size=6))
def test_many_numbers_are_read_as_each_is(cells: list[str]) -> None:
    """The quick way through a column of numbers gives what the slow one does."""
    assert repr(numbers(cells)) == repr([number(cell) for cell in cells])


@given(st.binary(max_size=300))
def test_rubbish_is_refused_or_read_and_never_crashes(data: bytes) -> None:
    """Whatever follows a right header, the file is read or refused by sentences."""
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), b"customer,deposits,kind\n" + data)
        with contextlib.suppress(CustomerFileError):
            assert read_customers(path).names


# Mappings


def test_sources_and_columns_name_the_same() -> None:
    """A mapping can give each column of the own format, and no other."""
    assert tuple(Sources.model_fields) == tuple(column.name for column in COLUMNS)


def test_packaged_mappings_are_sound() -> None:
    """The packaged mappings read without a mistake."""
    assert set(known_mappings()) == {"bank-churn", "berka"}


def test_the_worked_example_of_the_documents_works(tmp_path: Path) -> None:
    """The file and the mapping that the documents show give the customers that they tell of."""
    _, table, mapping = re.findall(r"```(?:csv|toml)\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)
    population = read_customers(written(tmp_path, table), written(tmp_path, mapping, "bank.toml"))
    customers = own(population)
    assert population.names == ("17", "18", "19")
    assert customers["kind"].tolist() == [Kind.INDIVIDUAL, Kind.SMALL_BUSINESS, Kind.INDIVIDUAL]
    assert customers["stage"].tolist() == [Stage.GROWTH, Stage.GROWTH, Stage.TERMINATION]
    assert customers["wallet"][1] * customers["share"][1] == pytest.approx(340_500 * 7.8)
    assert customers["joined"][0] == pytest.approx(-118.0, abs=0.1)
    assert len(population.records) == 3 + 6


def test_the_own_example_of_the_documents_works(tmp_path: Path) -> None:
    """The file that the documents show for the own format is one."""
    table = re.findall(r"```csv\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)[0]
    assert read_customers(written(tmp_path, table)).names == ("A-001", "A-002", "A-003")


def test_the_documents_show_the_columns_as_they_are() -> None:
    """The table of columns in the documents is the one that the facts make."""
    assert document() in DOC.read_text("utf-8")


FOLDER = (
    'table = "a.csv"\nkey = "id"\npotential = 0\n[columns.customer]\ncolumn = "id"\n'
    '[columns.deposits]\ncolumn = "made"\n[[joins]]\nname = "made"\nfile = "b.csv"\nkey = "id"\n'
)


@pytest.mark.parametrize(
    ("join", "deposits"),
    [
        ('column = "x"\naggregate = "sum"', [11.0, 0.0]),
        ('column = "x"\naggregate = "max"', [8.0, np.nan]),
        ('column = "x"\naggregate = "first"', [3.0, np.nan]),
        ('aggregate = "count"', [2.0, 0.0]),
        ('aggregate = "any"', [1.0, 0.0]),
        ('column = "x"\naggregate = "sum"\nonly = { column = "s", values = ["open"] }', [8.0, 0.0]),
    ],
)
def test_a_join_gathers_the_rows_of_a_customer(tmp_path: Path, join: str, deposits: list[float]) -> None:
    """Each aggregate makes its number of a customer's rows; rows of no customer are passed over."""
    written(tmp_path, "id\n1\n2\n", "a.csv")
    written(tmp_path, "id,x,s\n1,3,shut\n1,8,open\n7,9,open\n", "b.csv")
    population = read_customers(tmp_path, written(tmp_path, FOLDER + join, "m.toml"))
    records = population.records
    np.testing.assert_allclose(np.where(records["share"] == 0.0, 0.0, records["wallet"] * records["share"]), deposits)


def test_a_join_goes_through_a_table_in_between(tmp_path: Path) -> None:
    """A joined row finds its customer by the table in between, and none is found for an unknown one."""
    written(tmp_path, "id\n1\n2\n", "a.csv")
    written(tmp_path, "id,card\nx,A\nx,B\ny,C\n1,D\n", "b.csv")
    written(tmp_path, "owner,card_of\n2,x\n", "c.csv")
    through = 'aggregate = "count"\nthrough = { file = "c.csv", key = "owner", link = "card_of" }'
    records = read_customers(tmp_path, written(tmp_path, FOLDER + through, "m.toml")).records
    np.testing.assert_allclose(np.nan_to_num(records["wallet"] * records["share"]), [0.0, 2.0])


def test_mistakes_of_a_joined_table_carry_its_name(tmp_path: Path) -> None:
    """A bad number in a joined table is named by that table's file and line."""
    written(tmp_path, "id\n1\n", "a.csv")
    written(tmp_path, "id,x\n1,many\n", "b.csv")
    (mistake,) = mistakes(tmp_path, written(tmp_path, FOLDER + 'column = "x"\naggregate = "sum"', "m.toml"))
    assert "b.csv, line 2: x = 'many' is not a finite number" in mistake


def test_a_number_out_of_bounds_after_its_factor_says_both(tmp_path: Path) -> None:
    """A value that the mapping's factor takes out of bounds is told as it stands and as it becomes."""
    mapping = written(tmp_path, HEAD + '[columns.months_with_bank]\ncolumn = "years"\nfactor = 12\n', "m.toml")
    (mistake,) = mistakes(written(tmp_path, "customer,years\nA,120\n"), mapping)
    assert "years = '120' makes months_with_bank = 1440, which is above 1200" in mistake


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("kind", "c", "kind = 'c' is not translated; add it to `values` of the mapping's kind"),
        ("opened", "1998-02-30", "opened = '1998-02-30' is no date written as %Y-%m-%d"),
        ("opened", "1999-01-01", "makes months_with_bank = -0.0328542, which is below 0"),
    ],
)
def test_what_a_mapping_cannot_translate_is_named(tmp_path: Path, column: str, cell: str, sentence: str) -> None:
    """A word without translation and a date that is none are mistakes of their line."""
    plans = {
        "kind": '[columns.kind]\ncolumn = "kind"\nvalues = { p = "individual", f = "corporate" }\n',
        "opened": '[columns.months_with_bank]\ncolumn = "opened"\ndate_format = "%Y-%m-%d"\nas_of = 1998-12-31\n',
    }
    mapping = written(tmp_path, HEAD + plans[column], "m.toml")
    (mistake,) = mistakes(written(tmp_path, f"customer,{column}\nA,{cell}\n"), mapping)
    assert f"line 2: {column} = '{cell}'" in mistake
    assert sentence in mistake


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x =", "is not TOML"),
        ("", "'columns' is missing; add it"),
        (HEAD + "[curency]\n", "line 3: unknown setting 'curency'; did you mean 'currency'?"),
        (HEAD + '[columns.loans]\ncolum = "x"\n', "line 4: unknown setting 'columns.loans.colum'; did you mean"),
        (HEAD + "[columns.loans]\n", "line 3: each of [columns] takes either `column` or `constant`"),
        (HEAD + "[columns.loans]\nconstant = -1\n", "columns.loans: '-1' is below 0"),
        (HEAD + "[columns.kind]\nconstant = 'person'\n", "columns.kind: 'person' is not one of"),
        (HEAD + "[currency]\nrate = 0\n", "line 4: currency.rate = 0 is below 1e-09"),
        ("[columns.customer]\nconstant = 1\n", "nothing tells customers apart"),
        (HEAD + "[columns.kind]\ncolumn = 'k'\nvalues = { a = true }\n", "line 5: True is neither text nor a number"),
        (HEAD + "[columns.loans]\ncolumn = 'x'\nfactor = 2\nvalues = { a = 1 }\n", "take no `add`, `factor` or `plus`"),
        (HEAD + "[columns.loans]\ncolumn = 'x'\ndate_format = '%y'\n", "`date_format` and `as_of` belong together"),
        (HEAD + "[[joins]]\nname = 'n'\nfile = 'f'\nkey = 'k'\naggregate = 'sum'\n", "takes the sum of nothing"),
        (HEAD + "[[joins]]\nname = 'n'\nfile = 'f'\nkey = 'k'\naggregate = 'any'\n", "give `table` and `key`"),
        ("joins = 3\n" + HEAD, "line 1: 3 is not a list"),
        ("encoding = 'foo'\n" + HEAD, "line 1: encoding 'foo' is not a known one"),
        ("potential = 1\npotential_per_customer = 1.0\n" + HEAD, "exclude each other; leave one out"),
    ],
)
def test_a_bad_mapping_is_told_what_and_where(text: str, sentence: str) -> None:
    """A mapping's mistakes are named with their line where it is known."""
    with pytest.raises(CustomerFileError) as caught:
        parse_mapping(text, "m.toml")
    assert any(sentence in mistake for mistake in caught.value.mistakes), caught.value.mistakes


def test_a_mapping_must_fit_its_file(tmp_path: Path) -> None:
    """A mapping for other columns, for a folder, or of an unknown name is refused."""
    path = written(tmp_path, ROWS)
    assert "the mapping needs the column 'CustomerId'; did you mean 'customer'?" in mistakes(path, "bank-churn")[0]
    assert "is not a folder" in mistakes(path, "berka")[0]
    assert "is a folder and the mapping is for one file" in mistakes(tmp_path, "bank-churn")[0]
    assert len(mistakes(tmp_path, "berka")) == 5
    assert "no mapping 'bank-chrun'; did you mean 'bank-churn'?" in mistakes(path, "bank-chrun")[0]
    assert "cannot be read" in mistakes(path, tmp_path / "none.toml")[0]


# Real files


def test_the_bank_churn_file_loads_as_it_is(shared: Path) -> None:
    """The 10,000 customers: 2,037 lost, and the 3,617 without a balance have no known wallet."""
    population = read_customers(shared / "data" / "bank-churn.csv")
    customers = own(population)
    assert len(population.names) == 10_000
    assert np.count_nonzero(customers["stage"] == Stage.TERMINATION) == 2037
    assert np.count_nonzero(np.isnan(customers["wallet"])) == 3617
    assert np.bincount(customers["products"]).tolist() == [0, 5084, 4590, 266, 60]
    assert customers["joined"].min() == -120.0
    assert np.count_nonzero(population.records["stage"] == Stage.POTENTIAL) == 15_000


def test_the_berka_tables_load_as_they_are(shared: Path) -> None:
    """The 4,500 accounts with 448 running loans, 892 cards and the orders of 3,758."""
    population = read_customers(shared / "data" / "berka")
    customers = own(population)
    assert len(population.names) == 4500
    assert customers["products"].sum() == 4500 + 448 + 892 + 3758
    assert -73.0 < customers["joined"].min() < customers["joined"].max() < -12.0
    assert set(customers["kind"]) == {Kind.INDIVIDUAL}


def test_reading_twice_gives_the_same(shared: Path) -> None:
    """Nothing is left to luck: the same file gives the same records."""
    first, second = (read_customers(shared / "data" / "berka") for _ in range(2))
    assert repr(first.records.tolist()) == repr(second.records.tolist())
