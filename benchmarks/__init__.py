"""Speed against peers and limits; not part of the installed package."""
