"""Whose figures the defaults of settings are, or were fitted to; what names none of these is an assumption."""

CONTACTS = "fitted to Moro, Cortez & Rita 2014, 45,211 contacts"
REFERRED = "fitted to Schmitt, Skiera & Van den Bulte 2011"
RECOVERED = "fitted to Bank of Italy 2020-21"
TRADE = "fitted to attrition by products and years (Harland Clarke 2017, Fiserv, a public churn file)"
PRESS = "fitted to the share of the best fifth (trade press, weak)"
RATE = "People's Bank of China, one-year benchmark loan rate since October 2015"
