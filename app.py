"""The Streamlit entry: builds the navigation, nothing else."""

import streamlit as st

from ingest.quiet import keep_quiet
from views import shell
from views.start import stay_home

keep_quiet()
stay_home()
st.set_page_config(page_title="Kinga", layout="wide", initial_sidebar_state="collapsed")
page = st.navigation(shell.pages(), position="hidden")
shell.frame(page.url_path)
with shell.answering():
    page.run()
