"""The Streamlit entry: builds the navigation, nothing else."""

import streamlit as st

from views import shell

st.set_page_config(page_title="Kinga", layout="wide", initial_sidebar_state="collapsed")
page = st.navigation(shell.pages(), position="hidden")
shell.frame(page.url_path)
page.run()
