"""What stands under each address: functions from a visit to a page."""
