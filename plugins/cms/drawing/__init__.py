"""Pictures that a program makes: cards to share pages with, icons, and photos in several sizes."""
