import sys, subprocess
def test_x(desk):
    with (desk.records/"patients.csv").open("a") as f:
        pass
    rows=(desk.records/"patients.csv").read_text().splitlines()
    desk.describe()
    (desk.records/"patients.csv").write_text("\n".join([rows[0], rows[1]+",extra", *(r.replace("SUBJ-",f"S{n}-") for n in range(5000) for r in rows[1:])]))
    desk.does("dataset","add",desk.records/"dataset.yaml",who="sam")
    req=desk.request("changed")
    codes=[]
    for n in range(3):
        ps=[desk.process("export",req,who="sam") for _ in range(2)]
        for p in ps:
            try: p.wait(timeout=40); codes.append((p.returncode, p.stderr.read()))
            except subprocess.TimeoutExpired:
                p.kill(); codes.append("hang")
    print(codes)
