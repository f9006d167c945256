"""Files for calibration: own formats, mappings, the three public data sets, and every mistake with its remedy."""

import platform
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from crmsim.calibration import Calibration, calibrate
from crmsim.calibration.columns import CAMPAIGN, LOANS, Earlier, State
from crmsim.calibration.contact_law import contact_law
from crmsim.calibration.documented import FILES, of_all_contacts, refreshed, results
from crmsim.calibration.mapping import packaged, parse
from crmsim.calibration.reading import read
from crmsim.errors import CrmsimError, CustomerFileError
from crmsim.run import simulate
from crmsim.settings import load
from crmsim.settings import parse as parse_scenario
from crmsim.stages import Kind

DOC = Path(__file__).parents[1] / "docs" / "calibration.md"


def written(folder: Path, text: str, name: str = "file.csv") -> Path:
    """A file with this text."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def mistakes(file: Path, mapping: str | Path | None = None) -> list[str]:
    """The sentences that reading ends with."""
    with pytest.raises(CustomerFileError) as caught:
        read(file, mapping)
    return list(caught.value.mistakes)


# Own formats


def test_a_campaign_needs_no_mapping(tmp_path: Path) -> None:
    """Columns in any order and with others among them; rows that do not tell contacts or outcome are passed over."""
    text = "won,age,earlier,contacts\nyes,3,won,2\nno,4,,5\n,5,refused,1\nno,6,other,\n0,7,none,0\n"
    found = read(written(tmp_path, text)).campaign
    assert found is not None
    assert found.contacts.tolist() == [2.0, 5.0, 0.0]
    assert found.won.tolist() == [True, False, False]
    assert found.earlier.tolist() == [Earlier.WON, Earlier.NONE, Earlier.NONE]
    assert np.isnan(found.balance).all()


def test_loans_need_no_mapping(tmp_path: Path) -> None:
    """Chinese header and words read as their English twins."""
    found = read(written(tmp_path, "贷款状态,贷款金额\n正常,10\n逾期,20\n结清,\n未还清,5\n,7\n")).loans
    assert found is not None
    assert found.state.tolist() == [State.RUNNING, State.ARREARS, State.REPAID, State.UNPAID]
    np.testing.assert_array_equal(found.amount, [10.0, 20.0, np.nan, 5.0])


def test_customers_are_read_as_for_a_simulation(tmp_path: Path) -> None:
    """Kinds, wallets, balances, products, months and who left, in the order of the file."""
    header = "customer,kind,deposits,loans,wallet,products,months_with_bank,lost\n"
    material = read(written(tmp_path, header + "A,corporate,30,20,200,3,24,no\nB,,5,,,1,,yes\n"))
    book = material.book
    assert book is not None
    assert book.kind.tolist() == [Kind.CORPORATE, Kind.INDIVIDUAL]
    assert book.wallet[0] == 200.0
    assert (book.deposits.tolist(), book.loans[0], book.months[0]) == ([30.0, 5.0], 20.0, 24.0)
    assert (book.products.tolist(), book.lost.tolist()) == ([3.0, 1.0], [False, True])
    assert {"kind", "deposits", "loans", "lost"} <= material.told
    assert material.campaign is material.loans is None


def test_loan_classes_of_customers_are_loans(tmp_path: Path) -> None:
    """Of borrowers whose class is known, those from substandard on are bad; who has no loan is none."""
    text = "customer,loans,loan_class\nA,5,normal\nB,6,doubtful\nC,7,\nD,,special_mention\nE,0,normal\n"
    loans = read(written(tmp_path, text)).loans
    assert loans is not None
    assert loans.state.tolist() == [State.RUNNING, State.ARREARS, State.RUNNING]


def test_what_a_mapping_supposes_is_not_told(tmp_path: Path) -> None:
    """A constant is the mapping's word and no column of the file."""
    mapping = written(tmp_path, '[columns.customer]\ncolumn = "n"\n[columns.kind]\nconstant = "corporate"\n', "m.toml")
    assert read(written(tmp_path, "n\n1\n"), mapping).told == {"customer"}


# Mappings


def documented(kind: str) -> str:
    """The one block of a kind in the documents' example of a mapping."""
    (text,) = re.findall(rf"```{kind}\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)
    return str(text)


def test_the_documents_example_of_a_mapping_works(tmp_path: Path) -> None:
    """The file and the mapping that the documents show belong together."""
    file = written(tmp_path, documented("csv"))
    found = read(file, written(tmp_path, documented("toml"), "m.toml")).campaign
    assert found is not None
    assert found.contacts.tolist() == [2.0, 5.0, 1.0, 3.0]
    assert found.won.tolist() == [True, False, False, True]
    assert found.earlier.tolist() == [Earlier.WON, Earlier.NONE, Earlier.REFUSED, Earlier.NONE]
    np.testing.assert_allclose(found.balance, [97_500.0, 3_120.0, 234_000.0, 9_360.0])


def test_the_documents_tell_every_column() -> None:
    """Each column's name, Chinese name, meaning and words stand in the documents as they are in the code."""
    text = DOC.read_text("utf-8")
    for column in (*CAMPAIGN, *LOANS):
        assert f"| `{column.name}` | {', '.join(column.aliases)} | {column.meaning.rstrip('.')}" in text
        assert f"| {column.allowed} |" in text


def test_packaged_mappings_are_sound() -> None:
    """Each says what it is for, and names columns."""
    assert set(packaged()) == {"bank-full", "berka"}
    assert all(plan.about and plan.needed for plan in packaged().values())


def test_numbers_are_reckoned_as_a_mapping_says(tmp_path: Path) -> None:
    """Columns are added, multiplied and shifted, and money is turned into CNY."""
    mapping = written(
        tmp_path,
        '[currency]\nrate = 2\n[loans.state]\nconstant = "running"\n'
        '[loans.amount]\ncolumn = "a"\nadd = ["b"]\nfactor = 10\nplus = 1\n',
        "m.toml",
    )
    loans = read(written(tmp_path, "a|b\n1|2\n3|4\n"), mapping).loans
    assert loans is not None
    assert loans.amount.tolist() == [62.0, 142.0]
    assert loans.state.tolist() == [State.RUNNING, State.RUNNING]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x =", "m.toml: is not TOML"),
        ("about = 'x'", "give [campaign.*], [loans.*] or, for customers, [columns.*]"),
        ("[loans.state]\ncolum = 's'", "line 2: unknown setting 'loans.state.colum'; did you mean 'column'?"),
        ("[loans.amount]\ncolumn = 's'", "'loans.state' is missing; add it"),
        ("[loans.state]\ncolumn = 's'\nvalues = { a = 'good' }", "state: 'good' is not one of running"),
        ("[loans.state]\nconstant = 'running'\n[loans.amount]\nconstant = -1", "amount: '-1' is below 0"),
        ("[loans.state]\ncolumn = 's'\ndate_format = '%y'\nas_of = 2020-01-01", "loans.state is no number of months"),
        ("encoding = 'foo'\n[loans.state]\ncolumn = 's'", "line 1: encoding 'foo' is not a known one"),
        ("customers = 'berka'\n[loans.state]\ncolumn = 's'", "`customers` goes with a folder of tables"),
        ("file = 'a'\ncustomers = 'brka'\n[loans.state]\ncolumn = 's'", "no mapping 'brka'; did you mean 'berka'?"),
    ],
)
def test_a_bad_mapping_is_told_what_and_where(text: str, sentence: str) -> None:
    """A mapping's mistakes are sentences with the remedy, and with their line where it is known."""
    with pytest.raises(CustomerFileError) as caught:
        parse(text, "m.toml")
    assert any(sentence in mistake for mistake in caught.value.mistakes), caught.value.mistakes


def test_a_mapping_must_be_there_and_fit(tmp_path: Path) -> None:
    """A mapping of an unknown name, for other columns, for a folder or for a file is refused."""
    file = written(tmp_path, "contacts,won\n1,yes\n")
    assert "no mapping 'bank-ful'; did you mean 'bank-full'?" in mistakes(file, "bank-ful")[0]
    assert "the mapping needs the column 'campaign'" in mistakes(file, "bank-full")[0]
    assert "is not a folder, and the mapping is for one with loan.asc" in mistakes(file, "berka")[0]
    assert "is a folder and the mapping is for one file" in mistakes(tmp_path, "bank-full")[0]
    assert "has no table 'loan.asc'" in mistakes(tmp_path, "berka")[0]
    assert "cannot be read" in mistakes(file, tmp_path / "none.toml")[0]


# Mistakes


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("a,b\n1,2\n", ["for a campaign's file it lacks 'contacts' and 'won', for a customer file 'customer'"]),
        ("contacts,b\n1,2\n", ["for a campaign's file it lacks 'won'"]),
        ("contacts^won\n1^no\n", ["has a single column ('contacts^won'); put one of , ; | or a tab between its cells"]),
        ("contacts,won\n", ["has a header and no rows; add them"]),
        ("", ["is empty; write a header"]),
        ("contacts,won\n-1,no\n", ["line 2: contacts = '-1' is below 0, the least it may be; raise it"]),
        ("contacts,won\n1.5,no\n", ["line 2: contacts = '1.5' is not a whole number"]),
        ("contacts,won\n1001,no\n", ["line 2: contacts = '1001' is above 1000, the most it may be; lower it"]),
        ("contacts,won\n1,maybe\n", ["line 2: won = 'maybe' is not one of no/0/false"]),
        ("contacts,won\n0,yes\n", ["line 2: contacts = 0 and someone was won; count the contact that won"]),
        ("contacts,won\n1\n2,no\n", ["line 2: has cells for 1 of the header's 2 columns"]),
        ("state\ngood\nrunning\nbad\n", ["line 2: state = 'good' is not one of", "line 4: state = 'bad'"]),
        ("contacts,won,won\n1,no,no\n", ["has the column 'won' 2 times; rename all but one"]),
    ],
)
def test_what_is_wrong_in_a_file_is_named(tmp_path: Path, text: str, sentences: list[str]) -> None:
    """One sentence a mistake: where, what stands there, the bound and the remedy."""
    found = mistakes(written(tmp_path, text))
    assert len(found) == len(sentences)
    assert all(sentence in mistake for sentence, mistake in zip(sentences, found, strict=True))


def test_a_word_without_translation_says_so(tmp_path: Path) -> None:
    """The remedy is the mapping's, not the file's; a number that the mapping makes is told as both."""
    text = "[campaign.won]\ncolumn = 'r'\nvalues = { y = 'yes' }\n[campaign.contacts]\ncolumn = 'n'\nfactor = 100\n"
    found = mistakes(written(tmp_path, "r,n\nx,1\ny,20\n"), written(tmp_path, text, "m.toml"))
    assert "line 2: r = 'x' is not translated; add it to `values` of the mapping's won" in found[0]
    assert "line 3: n = '20' makes contacts = 2000, which is above 1000" in found[1]


def test_a_file_that_tells_nothing_is_refused_with_all_reasons(tmp_path: Path) -> None:
    """Two people of whom nobody was won make no scenario; the one sentence says why."""
    with pytest.raises(CustomerFileError, match=r"tells nothing that can be fitted .*; add rows or columns") as caught:
        calibrate(written(tmp_path, "contacts,won\n1,no\n2,no\n"))
    assert len(caught.value.mistakes) == 1


def test_a_constant_column_is_said_to_be_one(tmp_path: Path) -> None:
    """Of five hundred people of whom nobody was won, and of wallets that are all alike, the rows say too little."""
    alike = "the rows of the file are too much alike to tell it"
    with pytest.raises(CustomerFileError, match=alike):
        calibrate(written(tmp_path, "contacts,won\n" + "1,no\n" * 500))
    customers = "".join(f"{n},500\n" for n in range(500))
    with pytest.raises(CustomerFileError, match=alike):
        calibrate(written(tmp_path, "customer,wallet\n" + customers))


def test_loans_alone_are_told_and_nothing_is_set(tmp_path: Path) -> None:
    """A file of loans gives its share of bad ones with an interval, and the scenario stays the baseline."""
    rows = "".join(f"{'arrears' if n % 5 == 0 else 'running'},{1000 + n}\n" for n in range(500))
    found = calibrate(written(tmp_path, "state,amount\n" + rows))
    reasons = dict(found.not_fitted())
    assert found.parameters.empty
    assert found.checks.empty
    assert re.match(r"(19|20|21)\.\d% of \d+ \(95 % from", reasons["bad loans among those that run"])
    assert found.scenario.market == load("baseline").market
    assert found.report(tmp_path / "loans.html").stat().st_size > 1000


def test_a_seed_must_be_one(tmp_path: Path) -> None:
    """A seed below 0 is refused before the file is read."""
    with pytest.raises(CrmsimError, match="seed = -1"):
        calibrate(tmp_path / "none.csv", seed=-1)


# The three public data sets


@cache
def calibrated(file: Path) -> Calibration:
    """The calibration of a file."""
    return calibrate(file)


def set_right(found: Calibration) -> None:
    """Assert what holds of every calibration: held-out values lie where simulations say, and the scenario runs."""
    assert len(found.checks) >= 4
    outside = found.checks[~found.checks["inside"]]
    assert outside.empty, outside.to_string()
    for row in found.parameters.to_dict("records"):
        assert row["low"] <= row["estimate"] <= row["high"]
        value = getattr(found.scenario.market, row["setting"].removeprefix("market."))
        assert value == pytest.approx(row["estimate"], rel=1e-4)
    assert parse_scenario(found.toml()) == found.scenario
    run = simulate(found.scenario.with_settings({"months": 6, "market.customers": 300, "market.potential": 300}))
    assert run.kpis["customers"] > 100


def test_the_campaign_file_gives_its_chances(shared: Path) -> None:
    """45,211 people: a first contact wins one in 21, each further one 0.86 of that, and simulations show the same."""
    found = calibrated(shared / "data" / "bank-full.csv")
    set_right(found)
    fitted = found.parameters.set_index("setting")
    assert fitted.loc["market.contact_fatigue", "estimate"] == pytest.approx(0.86, abs=0.02)
    shown = found.checks.set_index("quantity")
    assert shown.loc["contact_first", "observed"] == pytest.approx(0.047, abs=0.001)
    assert {"contact_first", "contact_fatigue", "contact_warmth", "contact_1", "contact_4"} <= set(shown.index)
    assert fitted.loc["market.quality_former", "estimate"] == pytest.approx(10.9, abs=1.0)


def test_without_earlier_outcomes_the_campaign_gives_the_law_s_own_figures(shared: Path, tmp_path: Path) -> None:
    """All contacts together win 5.77 % at first and 0.83 of that at each further one, about what the law cites."""
    text = 'separator = ";"\n[campaign.contacts]\ncolumn = "campaign"\n[campaign.won]\ncolumn = "y"\n'
    campaign = read(shared / "data" / "bank-full.csv", written(tmp_path, text, "m.toml")).campaign
    assert campaign is not None
    law = contact_law(campaign.contacts, campaign.won, campaign.earlier == Earlier.WON)
    assert (len(campaign), round(law.first.value, 4), round(law.fatigue.value, 3)) == (45211, 0.0577, 0.830)


LEAVING = ("attrition_1", "attrition_2", "attrition_new")
"""Who leaves, as the churn file tells it."""


def test_the_churn_file_gives_attrition_by_products(shared: Path) -> None:
    """10,000 customers: simulations lose them by products, and in the first year, as the held-out fifth does."""
    found = calibrated(shared / "data" / "bank-churn.csv")
    set_right(found)
    shown = found.checks.set_index("quantity")
    assert set(shown.index) == {"wallet_individual", "wallet_spread", "products", *LEAVING}
    for name, observed in (("attrition_1", 0.277), ("attrition_2", 0.076)):
        assert shown.loc[name, "observed"] == pytest.approx(observed, abs=0.01)
    assert found.scenario.market.corporates == 0.0
    assert any("3 products" in what and "each further one binds" in why for what, why in found.not_fitted("en"))


def test_the_loan_tables_give_wallets_and_bad_loans(shared: Path) -> None:
    """4,500 accounts and 682 loans: wallets, deposits and products are set, and the bad loans are told."""
    found = calibrated(shared / "data" / "berka")
    set_right(found)
    assert "market.wallet_spread" in set(found.parameters["setting"])
    reasons = dict(found.not_fitted())
    assert re.match(r"(9|10)\.\d% of 3\d\d ", reasons["bad loans among those that run"])
    assert re.match(r"1[2-4]\.\d% of 1\d\d ", reasons["loans that end unpaid"])


@pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"),
    reason="a last bit of another platform's mathematics can turn a queue",
)
def test_the_document_shows_what_the_files_give(shared: Path) -> None:
    """`python -m crmsim.calibration docs/calibration.md DATA` would change nothing."""
    found = [calibrated(shared / "data" / name) for name in FILES]
    text = DOC.read_text("utf-8")
    assert text == refreshed(text, results(found, of_all_contacts(shared / "data"))), (
        "run: python -m crmsim.calibration"
    )


def test_a_document_without_marks_is_refused() -> None:
    """There must be a place to write to."""
    with pytest.raises(CustomerFileError, match="has no <!-- calibration:begin -->"):
        refreshed("nothing", "results")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("contacts,won\n\n1,no\n\n2,no,no\n", [5]),
        ('contacts,won\n"1\n",no\n2,maybe\n', [4]),
        ('contacts,won\n1,no\n"2"x,no\n3,maybe\n4\n', [3, 4, 5]),
        ('contacts,won\r\n"1\r\n",no\r\n\r\n2,maybe\r\n', [5]),
        ("contacts,won\n" + "1,no\n" * 1500 + "1,maybe\n" + "1,no\n" * 600 + "1\n", [1502, 2103]),
    ],
)
def test_mistakes_are_told_with_their_lines(tmp_path: Path, text: str, told: list[int]) -> None:
    """However rows break lines, are empty or unsound before them, and however many there are."""
    file = tmp_path / "file.csv"
    file.write_bytes(text.encode())
    assert [int(re.findall(r"line (\d+)", sentence)[0]) for sentence in mistakes(file)] == told


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("bank-full.csv", "45211 people approached"),
        ("bank-churn.csv", "10000 customers"),
        ("berka", "4500 customers, 682 loans"),
    ],
)
def test_the_public_files_are_recognised_as_they_are(shared: Path, name: str, rows: str) -> None:
    """Without a mapping, by their columns or tables."""
    assert read(shared / "data" / name).rows == rows
