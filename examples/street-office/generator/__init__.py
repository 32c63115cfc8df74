"""The parts of the generator of the street office example; run ../generate.py."""
