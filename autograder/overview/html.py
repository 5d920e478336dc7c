"""Pages of an instructor's: one file each, which fetches nothing and runs only what is its own."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from ..plugins.escaping import templates

_TEMPLATES = Path(__file__).parent / "templates"
_SCRIPT = (_TEMPLATES / "report.js").read_text(encoding="utf-8")


def render(template: str, **content) -> str:
    """A page.

    Its content is other people's text: everything is escaped, and the page's policy lets no script
    run but the one it brings, told by its hash, and nothing be fetched.

    Args:
        template: a file's name in templates/.
        content: what its placeholders stand for.
    """
    digest = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
    return (
        templates(_TEMPLATES)
        .get_template(template)
        .render(script=_SCRIPT, script_hash=f"'sha256-{digest}'", **content)
    )
