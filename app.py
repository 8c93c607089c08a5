"""The Streamlit entry: builds the navigation, nothing else."""
