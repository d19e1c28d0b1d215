"""The model card, written from the numbers of the export so that it can never differ from them."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from .network import STAGES, multiply_accumulates

COLUMNS = "| view | AUC | 95 % interval | equal error rate | accuracy at p = 0.5 | reals flagged | fakes flagged |\n"
RULE = "|---|---|---|---|---|---|---|\n"


def _row(name: str, numbers: dict[str, Any]) -> str:
    low, high = numbers["aucInterval"]
    return (f"| {name} | {numbers['auc']:.3f} | {low:.3f}–{high:.3f} | {numbers['equalErrorRate']:.1%} "
            f"| {numbers['accuracy']:.1%} | {numbers['falseAlarms']:.1%} | {numbers['caught']:.1%} |\n")


def _split_table(split: dict[str, Any]) -> str:
    rows = [f"| {name} | {part['groups']:,} | {part['reals']:,} | {part['fakes']:,} |\n" for name, part in split.items()]
    return "| part | original videos | real pictures | fake pictures |\n|---|---|---|---|\n" + "".join(rows)


def _table(part: dict[str, Any]) -> str:
    return COLUMNS + RULE + "".join(_row(name, numbers) for name, numbers in part.items())


def write_card(path: Path, report: dict[str, Any], calibration: dict[str, Any], checkpoint: dict[str, Any]) -> None:
    """Writes the card. Without a test report it says that the weights are interim."""
    validation = report["validation"]
    groups = sum(part["groups"] for part in report["split"].values())
    thresholds, settings = calibration["thresholds"], checkpoint["settings"]
    widths = " → ".join("·".join(str(width) for width in stage) for stage in STAGES)
    text = f"""# Model card: `{report['modelVersion']}`

A small convolutional network that looks at one face crop and says how much it resembles the manipulated faces it was
trained on. It is the *preliminary detection network* of FakeFilter, before any domain adaptation.

**It does not establish authenticity.** A low score means that this network saw none of the traces it knows, not that the
face is genuine. A high score is a reason to look closer, not a proof.

## Network
Plain CNN: 3×3 convolutions of widths {widths} (the first with stride 2), each with batch
normalisation and ReLU, 2×2 max pooling between stages, global average pooling to a feature vector of 128, then dense 64 ReLU
and one logit. {multiply_accumulates() / 1e6:.0f} million multiply-accumulates a face. Input: 128×128 RGB, −1…1, the square of 1.3 times the
detected face box. The shipped file has the normalisation folded in and float16 weights; all numbers below are of it.

## Data
- Face crops of the Deepfake Detection Challenge data set (DFDC), one frame a video, {groups:,} original videos.
  Its terms allow research use. **No image of it, nor anything from which one could be rebuilt, is in this project.**
- The fakes mix the set's methods (autoencoder swaps, MM/NN swap, NTH, FSGAN, StyleGAN swap) without saying which is which.
- Split by original video, by a hash of its name; a real and the fakes made of it are always on the same side.

{_split_table(report['split'])}
- DFDC names no actors. **An actor can appear on both sides of the split**, so the numbers below are optimistic for new people.
- Validation chooses the checkpoint and the calibration. Test chooses nothing; it is scored once, for the final weights.

## Training
{checkpoint['samples']:,} samples ({checkpoint['elapsed'] / 60:.0f} minutes on two CPU cores), AdamW, cosine schedule,
averaged weights, seed {settings['seed']}. A batch holds reals beside their own fakes under the same augmentation: crop scale
0.75–1.15, shift ±8 %, flip, shrinking to 0.3–1, JPEG 30–95, blur, noise, brightness, contrast, saturation.

![training curve](training-curve.svg)

## Results
Reals and fakes are about equally frequent here; on the web fakes are rare, so of the faces flagged there a larger share will be
false alarms. "Flagged" means p ≥ {thresholds['manipulated']:.3f}, the lowest value with at most 2 % false alarms
both over all validation views together and on 1,600 genuine faces of UTKFace.
Intervals: bootstrap over original videos.

Validation (chose checkpoint and calibration, so slightly optimistic)

{_table(validation)}
"""
    text += _test_section(report) if "test" in report else "These weights are interim: the test groups have not been scored.\n"
    text += f"""
## Calibration
p = sigmoid(logit / {calibration['temperature']:.3f} + {calibration['bias']:.3f}), fitted on validation over the views above, for half real and half fake.
Below p = {thresholds['noSign']:.3f} lie at most 10 % of the validation fakes. A face whose feature vector lies farther than
{calibration['feature']['maxDistance']:.2f} standard deviations (root mean square) from the validation mean is unlike what the network was made for.

## What it fails at
- **Methods it was not trained on**: expect little better than chance. Fully generated faces, newer swaps and lip-sync were never shown to it.
{_shift_bullet(report)}- Heavy compression, small or blurred faces (under about 64 pixels), strong profile, occlusion: see the views above.
- One frame is judged at a time; nothing is known of motion, sound or context.
- The people of DFDC are paid actors filmed in a few settings; error rates by age or skin tone are not measured.
- **Attacks**: anyone who can run these weights can make a fake they do not flag. Do not rely on it against an adversary.
"""
    path.write_text(text)


def _shift_bullet(report: dict[str, Any]) -> str:
    """The most consequential measured failure: false alarms away from the training data."""
    if "dfTimitZeroShot" not in report:
        return ""
    timit, other = report["dfTimitZeroShot"], report["utkFaceReals"]
    return (f"- **Genuine faces from other cameras**: {timit['falseAlarms']:.0%} of DeepFakeTIMIT's and {other['falseAlarms']:.0%} of UTKFace's "
            "(held-out)\n  genuine faces are flagged, against the 2 % aimed at. The thresholds do not transfer to a new source without adaptation.\n")


def _test_section(report: dict[str, Any]) -> str:
    timit, other = report["dfTimitZeroShot"], report["utkFaceReals"]
    low, high = timit["aucInterval"]
    return f"""Test (chose nothing)

{_table(report['test'])}
Zero-shot, DeepFakeTIMIT low quality ({timit['reals']:,} real and {timit['fakes']:,} fake frames of {timit['groups']} people; faceswap-GAN; never trained on):
AUC {timit['auc']:.3f} ({low:.3f}–{high:.3f} over people), {timit['falseAlarms']:.1%} of reals and {timit['caught']:.1%} of fakes flagged, {timit['beyondDistance']:.1%} beyond
the feature distance. All frames were squeezed, widened and re-encoded alike, and cut by a **rough fixed crop without a face
detector**, so this is an indication only.

UTKFace, the {other['reals']:,} genuine faces that chose nothing, of many ages and origins, from other cameras (whole aligned picture): {other['falseAlarms']:.1%} flagged,
{other['aboveHalf']:.1%} above p = 0.5, {other['beyondDistance']:.1%} beyond the feature distance.
"""
