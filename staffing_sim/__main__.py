"""Run the command line as ``python3 -m staffing_sim``."""

import sys

from staffing_sim.cli import main

if __name__ == "__main__":
    sys.exit(main())
