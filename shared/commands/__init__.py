"""The commands of `clockpost`, one file each."""
