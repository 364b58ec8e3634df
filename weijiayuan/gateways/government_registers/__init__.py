"""The registers of the state that a registration asks: identity, bars, numbers to give out."""

from weijiayuan.gateways.government_registers.protocol import Issued, Registry, RegistryUnreachable

__all__ = ["Issued", "Registry", "RegistryUnreachable"]
