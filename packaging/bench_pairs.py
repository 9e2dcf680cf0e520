#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pairs of packaging/bench: runs both sides in turn, watches the machine, prints the table in Markdown.

Progress goes to standard error, the table to standard output, every figure of every run to WORK/figures.json.
"""
import argparse
import json
import os
import pathlib
import platform
import resource
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
MOST_FOREIGN = 0.05  # of the cores, taken by other programs; above it a run is repeated
MOST_REPEATS = 3
# What holds the Python stack's libraries down to the instructions of a road of ours. Without AMX their bfloat16 is slower
# than their float32 (measured), so that is their best there.
ROADS = {
    "avx512": {"ONEDNN_MAX_CPU_ISA": "AVX512_CORE", "ATEN_CPU_CAPABILITY": "avx512", "MKL_ENABLE_INSTRUCTIONS": "AVX512"},
    "avx2": {"ONEDNN_MAX_CPU_ISA": "AVX2", "ATEN_CPU_CAPABILITY": "avx2", "MKL_ENABLE_INSTRUCTIONS": "AVX2"},
}
BANKING = "banking77/train.csv"
INSTRUCTIONS = "instruction/instruction-data.json"
BANKING_STEPS_AN_EPOCH = 626  # 10,003 rows, 16 a step

CLASSES = """luthier: 1
name: bench
task: text-classification
model: all-MiniLM-L6-v2
data: {{train: {data}, validation: none, test: none, columns: {{text: text, label: category}}, max_tokens: 128}}
method: {method}
layers: {layers}
train: {{steps: {steps}, batch_size: 16, learning_rate: 5e-5, warmup: 0, schedule: linear, dropout: {dropout}}}
"""
ANSWERS = """luthier: 1
name: bench
task: instruction
model: SmolLM2-135M-Instruct
data: {{train: {data}, validation: none, test: none, max_tokens: 512}}
method: {method}
train: {{steps: {steps}, batch_size: 8, learning_rate: {rate}, warmup: 0, schedule: linear}}
probe: {{general: none}}
"""
LORA = "name: lora, rank: 16, alpha: 32, targets: all-linear"


class Work:
    """One row of the table. `kept`: what the cache may hold of the frozen part before a run of ours."""

    def __init__(self, name, title, recipe, peer, steps, peer_steps, kept="none"):
        self.name, self.title, self.recipe, self.peer = name, title, recipe, peer
        self.steps, self.peer_steps, self.kept = steps, peer_steps, kept


def works(args):
    banking, instructions = args.data / BANKING, args.data / INSTRUCTIONS
    ten = 10 * BANKING_STEPS_AN_EPOCH

    def classes(method, layers, steps, dropout="model"):
        return CLASSES.format(data=banking, method=method, layers=layers, steps=steps, dropout=dropout)

    def answers(method, steps, rate):
        return ANSWERS.format(data=instructions, method=method, steps=steps, rate=rate)

    mini = ["classify", "--model", args.models / "all-MiniLM-L6-v2", "--data", banking]
    smol = ["--model", args.peer_model, "--data", instructions]
    still = ["--dropout", "0"]
    head = classes("head", "{train: head, freeze: [bert.pooler*]}", ten, 0)
    yield Work("minilm-full", "MiniLM, all layers, banking77, 16 rows a step", classes("full", "{train: all}", 120),
               mini, 120, 120)
    yield Work("minilm-last-two", "MiniLM, last two blocks, 10 epochs, no dropout",
               classes("freeze", "{train: [last 2]}", ten, 0), mini + ["--train", "top2"] + still, ten, 120)
    yield Work("minilm-head", "MiniLM, head only, 10 epochs, no dropout", head, mini + ["--train", "head"] + still, ten, 120)
    yield Work("minilm-head-again", "the same once more, the frozen part kept", head,
               mini + ["--train", "head"] + still, ten, 120, "all")
    yield Work("smollm2-lora", "SmolLM2-135M, LoRA r16 on all linear layers, 8 rows a step",
               answers(f"{{{LORA}}}", 40, 2e-4), ["lora"] + smol, 40, 40)
    yield Work("smollm2-lora-int8", "the same, frozen weights in 8 bits (the peer's in 16)",
               answers(f"{{{LORA}, base: int8}}", 40, 2e-4), ["lora"] + smol, 40, 40)
    yield Work("smollm2-full", "SmolLM2-135M, all layers, 8 rows a step", answers("full", 40, 2e-5), ["sft"] + smol, 40, 40)


class Writing:
    """One row of the second table: a prompt of 512 tokens, 128 new ones. `kind`: of the file that llama.cpp reads."""

    def __init__(self, name, title, precision, kind):
        self.name, self.title, self.precision, self.kind = name, title, precision, kind


WRITINGS = [Writing("writes", "SmolLM2-135M, Q4_1 as the file has it", "auto", "Q4_1"),
            Writing("writes-int8", "the same in 8 bits (llama.cpp: Q8_0)", "int8", "Q8_0"),
            Writing("writes-bf16", "the same in bf16", "bf16", "BF16")]


def busy():
    """Seconds that all cores have worked since the machine started."""
    fields = pathlib.Path("/proc/stat").read_text(encoding="ascii").split("\n")[0].split()[1:]
    ticks = [int(field) for field in fields]
    idle = ticks[3] + ticks[4]
    return (sum(ticks[:8]) - idle) / os.sysconf("SC_CLK_TCK")


def own():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(command, environment, prepare=lambda: None):
    """The JSON line of a run that had the machine for itself, with the share that others took. `prepare`: before each."""
    for attempt in range(MOST_REPEATS + 1):
        prepare()
        before, mine, start = busy(), own(), time.monotonic()
        done = subprocess.run([str(word) for word in command], env=environment, capture_output=True, text=True, check=False)
        seconds = time.monotonic() - start
        if done.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}\n{done.stderr[-2000:]}")
        foreign = max(0.0, busy() - before - (own() - mine)) / (seconds * os.cpu_count())
        figures = json.loads(done.stdout.strip().split("\n")[-1])  # the peer tells its losses before it
        figures |= {"foreign_share": round(foreign, 3), "seconds": round(seconds, 1), "cpu_s": round(own() - mine, 1)}
        if foreign <= MOST_FOREIGN:
            return figures
        print(f"    other programs took {foreign:.0%} of the cores, run {attempt + 1}", file=sys.stderr)
    figures["was_disturbed"] = True
    return figures


def ours(args, work):
    home = args.work / "home"

    def forget():
        for file in (home / "cache" / "kept").glob("states-*") if work.kept == "none" else ():
            file.unlink()

    recipe = args.work / f"{work.name}.yaml"
    recipe.write_text(work.recipe, encoding="utf-8")
    environment = os.environ | {"LUTHIER_HOME": str(home), "LUTHIER_MODELS": str(args.models)}
    if args.road:
        environment |= {"LUTHIER_ISA": args.road}
    return run([args.cli, "bench", "train", recipe, "--steps", work.steps, "--json"], environment, forget)


def our_writing(args, work):
    model = args.models / "SmolLM2-135M-Instruct.Q4_1.gguf"
    figures = run([args.cli, "bench", "generate", "--model", model, "--precision", work.precision, "--json"], dict(os.environ))
    return figures | {"tokens_per_s": figures["generated_tokens_per_s"]}


def peers_writing(args, work, best):
    """llama.cpp, which is at its best with threads that spin; transformers as it comes."""
    folder = args.models if work.kind == "Q4_1" else args.work
    model = folder / f"SmolLM2-135M-Instruct.{work.kind}.gguf" if best else args.peer_model
    environment = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    return run([sys.executable, HERE / "peer_bench.py", "write", "--model", model], environment)


def written_row(work, pairs, stock):
    a, b = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    def column(runs, key, digits=0):
        return spread([one[key] for one in runs], digits)
    cells = [work.title, column(a, "tokens_per_s"), column(b, "tokens_per_s"),
             column(stock, "tokens_per_s") if stock else "–",
             spread([one["tokens_per_s"] / other["tokens_per_s"] for one, other in pairs], 2),
             f"{spread([100 * one['share_of_read_speed'] for one in a])} %",
             f"{column(a, 'prompt_tokens_per_s')} / {column(b, 'prompt_tokens_per_s')}",
             f"{column(a, 'peak_rss_mib')} / {column(b, 'peak_rss_mib')} MiB"]
    return "| " + " | ".join(cells) + " |"


def cpu_field(key):
    text = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    return next((line.split(":")[1].strip() for line in text.split("\n") if line.startswith(key)), "?")


def has_bf16():
    """Instructions for bfloat16. Without them the Python stack computes it at a third of float32's speed (measured)."""
    return bool({"amx_bf16", "avx512_bf16"} & set(cpu_field("flags").split()))


def peers(work, best, road=None):
    command = [sys.executable, HERE / "peer_bench.py", *work.peer, "--steps", work.peer_steps]
    command += (["--best"] if best else []) + (["--fp32"] if road or not has_bf16() else [])
    return run(command, os.environ | ROADS.get(road, {}))


def spread(numbers, digits=0):
    middle, low, high = statistics.median(numbers), min(numbers), max(numbers)
    def text(number):
        return f"{number:,.{digits}f}"
    return text(middle) if len(numbers) == 1 else f"{text(middle)} ({text(low)}–{text(high)})"


def bandwidth():
    """GB/s of one large copy, read and written."""
    import torch
    source = torch.ones(64 << 20)
    target = torch.empty_like(source)
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        target.copy_(source)
        seconds.append(time.perf_counter() - start)
    return 2 * source.nbytes / min(seconds) / 1e9


def machine():
    import peft
    import torch
    import transformers
    sets = [name for name in ("avx2", "avx512f", "avx512_bf16", "avx512_vnni", "amx_bf16", "amx_int8")
            if name in cpu_field("flags").split()]
    load = " ".join(f"{number:.2f}" for number in os.getloadavg())
    return (f"{os.cpu_count()} cores of {cpu_field('model name')} ({', '.join(sets) or platform.machine()}), "
            f"{bandwidth():.0f} GB/s copied, load {load}, OMP_WAIT_POLICY={os.environ.get('OMP_WAIT_POLICY', 'unset')}, "
            f"{time.strftime('%Y-%m-%d')}; torch {torch.__version__}, transformers {transformers.__version__}, "
            f"peft {peft.__version__}")


def row(work, pairs, stock):
    a, b = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    def column(runs, key, digits=0):
        return spread([one[key] for one in runs], digits)
    ratios = [one["tokens_per_s"] / other["tokens_per_s"] for one, other in pairs]
    rest = [f"{column(a, 'peak_rss_mib')} / {column(b, 'peak_rss_mib')} MiB",
            f"{column(a, 'first_step_s', 2)} / {column(b, 'first_step_s', 2)} s"]
    disturbed = sum("was_disturbed" in one for one in a + b)
    title = work.title + (f" ({disturbed} runs disturbed)" if disturbed else "")
    cells = [title, column(a, "tokens_per_s"), column(b, "tokens_per_s"),
             column(stock, "tokens_per_s") if stock else "–", spread(ratios, 2), *rest]
    return "| " + " | ".join(cells) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("cli", "models", "peer-model", "data", "work"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--stock", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--road", choices=list(ROADS))
    args = parser.parse_args()
    lines, everything = [], {}
    for work in works(args):
        if args.only not in work.name:
            continue
        if work.kept == "all":
            ours(args, Work(work.name, "", work.recipe, [], work.steps, 0, "all"))  # fills the cache where it is empty
        pairs = []
        for number in range(args.pairs):
            a, b = ours(args, work), peers(work, True, args.road)
            pairs.append((a, b))
            print(f"{work.name} {number + 1}: {a['tokens_per_s']:.0f} / {b['tokens_per_s']:.0f} tokens/s",
                  file=sys.stderr)
        stock = [peers(work, False, args.road)] if args.stock else []
        everything[work.name] = {"pairs": pairs, "stock": stock}
        lines.append(row(work, pairs, stock))
        (args.work / "figures.json").write_text(json.dumps(everything, indent=1), encoding="utf-8")
    written = []
    for work in WRITINGS:
        if args.only not in work.name:
            continue
        pairs = []
        for number in range(args.pairs):
            a, b = our_writing(args, work), peers_writing(args, work, True)
            pairs.append((a, b))
            print(f"{work.name} {number + 1}: {a['tokens_per_s']:.0f} / {b['tokens_per_s']:.0f} tokens/s", file=sys.stderr)
        stock = [peers_writing(args, work, False)] if args.stock else []
        everything[work.name] = {"pairs": pairs, "stock": stock}
        written.append(written_row(work, pairs, stock))
        (args.work / "figures.json").write_text(json.dumps(everything, indent=1), encoding="utf-8")
    print(machine() + f". Medians of {args.pairs} pairs, with the lowest and highest; tokens/s, ours / best.\n")
    if lines:
        print("| Work | Luthier | best | stock | ratio to best | peak memory | first step after |")
        print("|---|---|---|---|---|---|---|")
        print("\n".join(lines))
    if written:
        print("\n| Writing one text, tokens/s | Luthier | llama.cpp | transformers | ratio | share of the memory's speed | "
              "prompt tokens/s | peak memory |")
        print("|---|---|---|---|---|---|---|---|")
        print("\n".join(written))


if __name__ == "__main__":
    main()
