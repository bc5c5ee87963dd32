"""Small word lists of a test's own: a rule is then seen apart from the words that ship."""

from pipeline.entities.resources import Lexicon, parse_list

# Lists that whoever reads names asks for, empty.
OF_NAMES = dict.fromkeys(
    ("given_not", "given_common", "speech_verbs", "done_by_persons", "forms_of_address"), ""
) | dict.fromkeys(("surnames_compound", "surnames_rare"), "")


def lexicon(**lists: str) -> Lexicon:
    """Return the lists, each spelt as its file would be."""
    return Lexicon(lists={name: parse_list(text) for name, text in lists.items()})
