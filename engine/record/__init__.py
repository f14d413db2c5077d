"""What stays of a performance: MP4 videos, PNG snapshots, and takes (motion without pictures)."""
