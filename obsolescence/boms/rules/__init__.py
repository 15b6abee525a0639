"""What the business knows about bills of materials, in plain Python."""
