"""How the site is built: ``python3 -m sphinx -W -b html docs docs/_build/html``.

Nothing is fetched. The notebooks are run as it is built; they are copied here first, because Sphinx
reads one folder only.
"""

import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "extensions"), str(HERE.parent)]

import staffing_sim  # noqa: E402 (found on the path given above)

project = "staffing_sim"
author = "The staffing_sim contributors"
version = release = staffing_sim.__version__

extensions = ["front_door", "mathml", "myst_nb", "numpydoc"]
exclude_patterns = ["_build", "extensions", "*.py"]

for notebook in HERE.parent.joinpath("notebooks").glob("*.ipynb"):
    copy = HERE / "notebooks" / notebook.name
    copy.parent.mkdir(exist_ok=True)
    if not copy.exists() or copy.read_bytes() != notebook.read_bytes():
        shutil.copyfile(notebook, copy)

myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 900  # of a cell: the first compiles the rules, minutes on a busy machine
nb_output_stderr = "remove"  # that the rules are being compiled; errors still stop the build

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
numpydoc_show_class_members = False

html_title = "staffing_sim"
html_theme = "pydata_sphinx_theme"
html_math_renderer = "mathml"
html_copy_source = False
html_theme_options = {
    "navigation_depth": 3,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
}
