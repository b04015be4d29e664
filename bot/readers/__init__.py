"""Readers of what words alone do not say: pictures, voice notes, phrases that the rules do not know.

Each is a port (`ports.py`) that is off unless this installation sets it up. Whatever a reader gives is a proposal.
"""
