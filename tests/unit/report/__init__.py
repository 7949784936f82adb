"""Tests of `gateway.report`."""
