"""How the documentation is built: `make docs`."""

import volsched

project = "volsched"
author = "The volsched developers"
copyright = "2026, the volsched developers"  # noqa: A001 - Sphinx's name
release = version = volsched.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "volsched"
autodoc_typehints = "none"
autodoc_member_order = "bysource"


def setup(app):  # noqa: D103 - Sphinx's own hook
    from pygments.lexers.special import TextLexer

    app.add_lexer("csv", TextLexer)  # tables are shown as they are
