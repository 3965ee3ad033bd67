"""What a published site gives away of the people in its figures and of its readers, found from its files alone."""
