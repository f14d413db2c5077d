"""What cannot be done is one sentence, whichever command says it, and the shell is told what kind of fault it was."""

import pytest

from training.__main__ import main


@pytest.mark.parametrize(
    ("command", "told", "code"),
    [
        (["synthesize", "--samples", "0", "-o", "out"], "--samples must be at least 1, got 0.", 2),
        (["evaluate", "--data", "nowhere"], "There is no data to evaluate on: name a folder with --data.", 2),
        (["detail-pairs", "--people", "0", "-o", "out"], "--people and --at-once must be at least 1", 2),
        (["build-tex", "--people", "1"], "--people must be at least", 2),
        (["import-deca", "deca_model.tar", "--flame", "generic_model.pkl"], "generic_model.pkl", 3),
    ],
)
def test_what_cannot_be_done_is_one_sentence(command, told, code, monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["training", *command])
    with pytest.raises(SystemExit) as ended:
        main()
    error = capsys.readouterr().err
    assert ended.value.code == code
    assert told in error
    assert error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
