#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the Python stack (transformers, peft) on exactly the rows and by the recipe of a run of ours, and compares.

    peer_learning.py RUN_DIRECTORY... --model DIR --cli LUTHIER_CLI [--fp32]

Each RUN_DIRECTORY is one that `luthier-cli run` wrote; --model is the same base model in the Hugging Face layout. Rows,
split, epochs, batch size, step sizes, schedule and seed are read from the run. Prints one JSON line a run: our figures and
theirs (accuracy, or the loss of the answers' tokens in nats) on the same test rows, and on the same validation rows before
and after. Our validation figures are those of the run, which looks at 512 rows at most.
Packages: torch==2.13.0, transformers, peft, pyyaml.
"""
import argparse
import csv
import json
import os
import pathlib
import subprocess

import torch
import yaml
from transformers import (AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer,
                          get_linear_schedule_with_warmup)

HEAD_MULTIPLIER = 10  # layers.step_multipliers.head of the recipes: a fresh classifier takes larger steps


def rows_of(run, recipe):
    path = recipe["data"]["train"]
    if path.endswith(".csv"):
        return list(csv.DictReader(open(path, encoding="utf-8", newline="")))
    if path.endswith(".jsonl"):
        return [json.loads(line) for line in open(path, encoding="utf-8")]
    return json.load(open(path, encoding="utf-8"))


def sorted_into_classes(tokenizer, rows, recipe, labels):
    columns = recipe["data"]["columns"]
    ids = tokenizer([row[columns["text"]] for row in rows], truncation=True,
                    max_length=recipe["data"]["max_tokens"])["input_ids"]
    return [(one, labels.index(row[columns["label"]])) for one, row in zip(ids, rows)]


def answered(tokenizer, rows, recipe):
    samples = []
    for row in rows:
        asked = row["instruction"] + ("\n\n" + row["input"] if row["input"] else "")
        messages = [{"role": "user", "content": asked}]
        prompt = tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
        whole = tokenizer.apply_chat_template(messages + [{"role": "assistant", "content": row["output"]}],
                                              tokenize=False)
        before = tokenizer(prompt, add_special_tokens=False)["input_ids"]
        ids = tokenizer(whole, add_special_tokens=False)["input_ids"]
        assert ids[:len(before)] == before
        samples.append((ids, [-100] * len(before) + ids[len(before):]))
    return samples


def batch_of(samples, pad, is_text):
    longest = max(len(ids) for ids, _ in samples)
    batch = {"input_ids": torch.tensor([ids + [pad] * (longest - len(ids)) for ids, _ in samples]),
             "attention_mask": torch.tensor([[1] * len(ids) + [0] * (longest - len(ids)) for ids, _ in samples])}
    if is_text:
        batch["labels"] = torch.tensor([label + [-100] * (longest - len(label)) for _, label in samples])
    else:
        batch["labels"] = torch.tensor([label for _, label in samples])
    return batch


def figure(model, samples, pad, is_text, low):
    """Accuracy, or the mean loss over all learned tokens of these rows."""
    model.eval()
    total = count = 0.0
    samples = sorted(samples, key=lambda sample: len(sample[0]))
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=low):
        for at in range(0, len(samples), 16):
            batch = batch_of(samples[at:at + 16], pad, is_text)
            output = model(**batch)
            if is_text:
                tokens = (batch["labels"][:, 1:] != -100).sum().item()
                total += output.loss.float().item() * tokens
                count += tokens
            else:
                total += (output.logits.argmax(-1) == batch["labels"]).sum().item()
                count += len(batch["labels"])
    model.train()
    return total / count


def optimizer_of(model, train, is_text):
    heads = [p for n, p in model.named_parameters() if p.requires_grad and n.startswith("classifier")]
    rest = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith("classifier")]
    groups = [{"params": rest, "lr": train["learning_rate"]}]
    if heads and not is_text:
        groups.append({"params": heads, "lr": train["learning_rate"] * HEAD_MULTIPLIER})
    return torch.optim.AdamW(groups, weight_decay=train["weight_decay"], fused=True)


def tested(run, metric, cli, checkpoint):
    answer = subprocess.run([cli, "evaluate", "--run", str(run), "--checkpoint", checkpoint, "--json"], check=True,
                            capture_output=True, text=True, env={**os.environ, "OMP_WAIT_POLICY": "passive"})
    report = json.loads(answer.stdout)
    return report["loss"] if metric == "loss" else report["metrics"]["accuracy"]["value"]


def ours_of(run, metric, cli):
    looks = [e for e in map(json.loads, open(run / "events.jsonl", encoding="utf-8")) if e["event"] == "validation"]
    best = json.load(open(run / "summary.json", encoding="utf-8"))["best_step"]
    value = lambda look: look["metrics"]["accuracy"] if metric == "accuracy" else look["loss"]
    return {"validation": {"before": value(looks[0]), "last": value(looks[-1]),
                           "best": value(next(look for look in looks if look["step"] == best))},
            "test": {checkpoint: tested(run, metric, cli, checkpoint) for checkpoint in ("best", "last")}}


def theirs_of(run, recipe, directory, low):
    train, method = recipe["train"], recipe["method"]
    data = json.load(open(run / "data.json", encoding="utf-8"))
    is_text = recipe["task"] == "instruction"
    torch.manual_seed(train["seed"])
    tokenizer = AutoTokenizer.from_pretrained(directory)
    rows = rows_of(run, recipe)
    if is_text:
        model = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32)
        samples = answered(tokenizer, rows, recipe)
    else:
        model = AutoModelForSequenceClassification.from_pretrained(directory, num_labels=len(data["labels"]))
        samples = sorted_into_classes(tokenizer, rows, recipe, data["labels"])
    if method["name"] == "lora":
        from peft import LoraConfig, get_peft_model
        model = get_peft_model(model, LoraConfig(r=method["rank"], lora_alpha=method["alpha"],
                                                 lora_dropout=method["dropout"], target_modules="all-linear",
                                                 task_type="CAUSAL_LM" if is_text else "SEQ_CLS"))
    pad = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else 0
    split = data["split"]
    learn = [samples[i] for i in split["train"]]
    held = {part: [samples[i] for i in split[part]] for part in ("validation", "test")}
    size = train["batch_size"]
    steps = train["epochs"] * -(-len(learn) // size)
    optimizer = optimizer_of(model, train, is_text)
    schedule = get_linear_schedule_with_warmup(optimizer, round(train["warmup"] * steps), steps)
    result = {"validation": {"before": figure(model, held["validation"], pad, is_text, low)}, "test": {}}
    order = torch.Generator().manual_seed(train["seed"])
    for _ in range(train["epochs"]):
        shuffled = torch.randperm(len(learn), generator=order).tolist()
        for at in range(0, len(learn), size):
            with torch.autocast("cpu", torch.bfloat16, enabled=low):
                loss = model(**batch_of([learn[i] for i in shuffled[at:at + size]], pad, is_text)).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad],
                                           train["clip_grad_norm"])
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
    for part, rows_held in held.items():
        result[part]["last"] = figure(model, rows_held, pad, is_text, low)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="+", type=pathlib.Path)
    parser.add_argument("--model", required=True)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--fp32", action="store_true", help="without bfloat16 autocast")
    arguments = parser.parse_args()
    for run in arguments.runs:
        recipe = yaml.safe_load(open(run / "recipe.yaml", encoding="utf-8"))
        recipe["train"]["learning_rate"] = float(recipe["train"]["learning_rate"])  # YAML 1.1 has 2e-4 as text
        metric = "loss" if recipe["task"] == "instruction" else "accuracy"
        print(json.dumps({"run": run.name, "seed": recipe["train"]["seed"], "metric": metric,
                          "ours": ours_of(run, metric, arguments.cli),
                          "theirs": theirs_of(run, recipe, arguments.model, not arguments.fp32)}), flush=True)


if __name__ == "__main__":
    main()
