"""Tests of `gateway.risk`."""
