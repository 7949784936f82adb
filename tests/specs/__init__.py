"""What every engine must do alike: each spec runs on all of them."""
