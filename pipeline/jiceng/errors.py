"""The one error that users see: what is wrong, where it is, and what to do."""


class InputError(ValueError):
    """Something given to jiceng cannot be used.

    `where` names the file and, where they are known, the line or the offset; `problem` says what is wrong and what
    to do about it. `str(error)` is the single line that the command prints.
    """

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem
