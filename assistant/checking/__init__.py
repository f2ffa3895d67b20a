"""Whether what an answer says is so: claim by claim, once more from a receipt, and the repair of what is not."""
