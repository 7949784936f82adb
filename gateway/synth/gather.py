"""The evidence as a release is judged by it: `choose.Measure`."""

from gateway.synth.evidence.privacy import privacy, repeated
from gateway.synth.evidence.quality import quality
from gateway.synth.evidence.utility import utility

__all__ = ["privacy", "quality", "repeated", "utility"]
