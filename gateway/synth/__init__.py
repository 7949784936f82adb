"""Released rows in; synthetic rows beside them, and the evidence of what they help and whom they expose, out."""
