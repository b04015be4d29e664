"""Files into the books and out of them.

A file is opened as a sheet (`sheet`, `csv_in`, `workbook_in`), its headings are matched with the columns of a kind
(`headings`, `column`), its cells are read (`cells`, `numbers`, `times`, `standards`), its rows are compared with the
books and written (`importing`). Exporting is the way back (`sheet_out`). A kind is one file of `kinds/`; `files` is the
door.
"""
