"""Texts that trip offsets: both scripts, Taiwan words, astral characters, combining marks, odd spaces and line ends."""

from hypothesis import strategies as st

FRAGMENTS = [
    "宁明县", "143个卡点", "成立83个臨時黨支部", "社群", "行動電話", "計程車", "影片", "隨著", "原著", "著力", "黨員幹部",
    "“敲門行動”", "「五級包保」", '"格"中有责', "3,000多件(套)", "14:17", "169.8公里", "２万余名", "﹔", "。", "！”", "？", "；", "，",
    "\n", "\r\n", "\u2028", "\u00a0", "\u3000", "  ", "\t", "𠮷", "😀", "👨‍👩‍👧", "e\u0301", "ก็", "\u200b", "\x85", "A", "7",
]  # fmt: skip
texts = st.lists(
    st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=4).filter(lambda s: "\0" not in s)), max_size=25
).map("".join)
