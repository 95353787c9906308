"""Writes what Python's jinja2 makes of the templates in `templates/`, for the tests to compare with.

    pip install jinja2==3.1.6
    python generate.py                      # rewrites jinja2.jsonl
    python generate.py --random 5000 --seed 7 --output FILE
                                            # made-up expressions; give FILE to the tests in JINJA_CASES

A case is one line of JSON: name, template, context, options, and either the output or the kind and message of the
error. jinja2 runs as dbt runs it: sandboxed, with the `do` and loop-control extensions.
"""

import argparse
import json
import pathlib
import re
import runpy
import sys
import warnings

import jinja2
from jinja2 import sandbox

sys.dont_write_bytecode = True

import expressions  # noqa: E402 - no cache files among the cases

warnings.simplefilter("ignore")  # of the Python that jinja2 compiles templates to

HERE = pathlib.Path(__file__).parent

KINDS = [
    (jinja2.exceptions.TemplateSyntaxError, "syntax"),
    (SyntaxError, "syntax"),
    (jinja2.exceptions.SecurityError, "security"),
    (jinja2.exceptions.UndefinedError, "undefined"),
    (jinja2.exceptions.TemplateRuntimeError, "runtime"),
    (AssertionError, "runtime"),
    (RecursionError, "recursion"),
    (RuntimeError, "runtime"),
    (ZeroDivisionError, "zeroDivision"),
    (OverflowError, "overflow"),
    (KeyError, "key"),
    (IndexError, "index"),
    (AttributeError, "attribute"),
    (ValueError, "value"),
    (TypeError, "type"),
]

UNDEFINED = {
    "lenient": jinja2.Undefined,
    "strict": jinja2.StrictUndefined,
    "chainable": jinja2.ChainableUndefined,
}


def environment(options):
    env = sandbox.SandboxedEnvironment(
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
        trim_blocks=options.get("trim", False),
        lstrip_blocks=options.get("lstrip", False),
        keep_trailing_newline=options.get("keep", False),
        undefined=UNDEFINED[options.get("undefined", "lenient")],
    )
    env.policies["json.dumps_kwargs"] = {"sort_keys": True}
    return env


def run(template, context, options):
    """The output, or the kind and message of the error."""
    try:
        text = environment(options).from_string(template).render(json.loads(json.dumps(context)))
        return {"output": text}
    except Exception as error:  # noqa: BLE001 - every kind of error is a result here
        for kind, name in KINDS:
            if isinstance(error, kind):
                result = {"error": name, "message": str(error)}
                if name == "syntax":
                    result["line"] = error.lineno
                return result
        raise


def case(name, template, context, options):
    result = {"name": name, "template": template}
    if context:
        result["context"] = context
    if options:
        result["options"] = options
    result.update(run(template, context, options))
    return result


def authored():
    """The cases of the files in templates/, each of which sets CASES, and CONTEXT and OPTIONS for those without."""
    for path in sorted((HERE / "templates").glob("*.py")):
        module = runpy.run_path(str(path))
        for index, item in enumerate(module["CASES"], 1):
            template, context, options = (*item, None, None)[:3] if isinstance(item, tuple) else (item, None, None)
            context = module.get("CONTEXT", {}) if context is None else context
            options = module.get("OPTIONS", {}) if options is None else options
            yield case(f"{path.stem} {index}", template, used(context, template), options)


def used(context, template):
    """The part of a shared context that the template names."""
    return {key: value for key, value in context.items() if re.search(rf"\b{re.escape(key)}\b", template)}


def is_comparable(result):
    """Leaves out what cannot be the same: addresses, integers beyond 64 bits, complex numbers, markup's own type."""
    text, message = result.get("output", ""), result.get("message", "")
    return not re.search(r"0x[0-9a-f]{6,}|\d{19,}|\dj\)|[Mm][Aa][Rr][Kk][Uu][Pp]\(", text) and not re.search("int too large|complex", message)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, metavar="COUNT")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=pathlib.Path, default=HERE / "jinja2.jsonl")
    arguments = parser.parse_args()
    if arguments.random:
        cases = [
            case(f"random {arguments.seed}.{index}", template, used(expressions.CONTEXT, template), {})
            for index, template in enumerate(expressions.templates(arguments.seed, arguments.random), 1)
        ]
    else:
        cases = list(authored())
    kept = [item for item in cases if is_comparable(item)]
    lines = [json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in kept]
    arguments.output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(kept)} cases, {sum('error' in item for item in kept)} of them errors, to {arguments.output}")


if __name__ == "__main__":
    main()
