"""The pages that are made from the code, and what runs the commands shown in pages."""
