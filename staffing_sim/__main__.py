"""Run the command line as ``python3 -m staffing_sim``."""

from staffing_sim.cli import command

if __name__ == "__main__":
    command()
