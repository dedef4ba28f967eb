"""What an article describes as a whole: its commands, grids, posts and teams as trees, with who answers for them."""
