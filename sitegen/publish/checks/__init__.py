"""What must hold for a finished site before anybody sees it; findings are data, the command line prints them."""
