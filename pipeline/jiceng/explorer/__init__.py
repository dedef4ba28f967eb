"""An export → one HTML page that people look at: articles, facts, the system as a graph, numbers, two exports compared.

The page is one file that opens from disk without a network. Python reads and checks the export, packs it as JSON and
puts it into the page's parts (`page/`); all that is seen is made in the browser.
"""
