"""Judges JSON messages by published schemas with Python's jsonschema.

In: {"schemas": {name: schema}, "messages": [[name, text]], "texts": [[pattern, text]]}.
Out: {"messages": [null or what is wrong], "texts": [whether the pattern is found in the text]}.
"""
import json
import re
import sys
from datetime import date
from jsonschema import Draft202012Validator, FormatChecker


FORMATS = FormatChecker()


@FORMATS.checks("date-time", raises=ValueError)
def is_in_the_calendar(value):
    """The patterns fix the digits; jsonschema's own check wants another package."""
    return not isinstance(value, str) or date.fromisoformat(value[:10]) is not None


def wrong(validator, text):
    errors = sorted(validator.iter_errors(json.loads(text)), key=str)
    return errors[0].message[:200] if errors else None


asked = json.loads(sys.stdin.buffer.read().decode("utf-8"))
validators = {}
for name, schema in asked["schemas"].items():
    Draft202012Validator.check_schema(schema)
    validators[name] = Draft202012Validator(schema, format_checker=FORMATS)
json.dump({
    "messages": [wrong(validators[name], text) for name, text in asked["messages"]],
    "texts": [re.search(pattern, text) is not None for pattern, text in asked["texts"]],
}, sys.stdout)
