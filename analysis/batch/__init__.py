"""Many recordings, on many cores or machines: into a folder of Parquet files that grows with every run."""
