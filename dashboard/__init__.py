"""What people see: the Streamlit pages and the troughline command."""
