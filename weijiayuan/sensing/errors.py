"""What sensing refuses."""

from weijiayuan.kernel.errors import (
    Forbidden,
    Incomplete,
    Malformed,
    NotFound,
    NotSignedIn,
    Refused,
)


class DeviceKeyUnknown(NotSignedIn):
    """No device in service has this key."""

    code = "sensing.key_unknown"


class DeviceNotFound(NotFound):
    code = "sensing.device_not_found"


class DatastreamNotFound(NotFound):
    """There is no such datastream, or it is another device's."""

    code = "sensing.datastream_not_found"


class ObservationNotFound(NotFound):
    code = "sensing.observation_not_found"


class AlarmNotFound(NotFound):
    code = "sensing.alarm_not_found"


class RuleNotFound(NotFound):
    code = "sensing.rule_not_found"


class PlaceForbidden(Refused):
    """No camera may stand there (公共安全视频图像信息系统管理条例 8)."""

    code = "sensing.place_forbidden"


class NotInRules(Malformed):
    """The rules in force know no such class of device or kind of place."""

    code = "sensing.not_in_rules"


class PersonInRegister(Malformed):
    """What anyone may read of a device holds a telephone or identity number."""

    code = "sensing.person_in_register"


class PersonsRecognised(Refused):
    """The register takes nothing that recognises, records or rates people."""

    code = "sensing.persons_recognised"


class InstalledAhead(Malformed):
    """A device is registered once it stands: from then on the days to file it count."""

    code = "sensing.installed_ahead"


class BasisMissing(Refused):
    """A camera needs the legal basis of whoever runs it (条例 7, 9)."""

    code = "sensing.basis_missing"


class QueryUnsupported(Incomplete):
    """A query option of SensorThings that this subset does not answer."""

    code = "sensing.query_unsupported"


class BodyAmbiguous(Incomplete):
    """A key stands twice in an object: readers differ in which they take (RFC 8259, 4)."""

    code = "sensing.body_ambiguous"


class NotFiled(Refused):
    """A camera in use for thirty days was not filed with the police (条例 14)."""

    code = "sensing.not_filed"


class OutsideDistrict(Refused):
    """A device stands in the district that keeps it."""

    code = "sensing.outside_district"


class CodeTaken(Refused):
    code = "sensing.code_taken"


class Retired(Refused):
    code = "sensing.device_retired"


class ReadingMalformed(Malformed):
    """A reading without a zone, in the future, a day late, or no number."""

    code = "sensing.reading_malformed"


class AlarmDecided(Refused):
    """Somebody has judged it already."""

    code = "sensing.alarm_decided"


class StandDownByPerson(Refused):
    """Levels Ⅰ and Ⅱ, and slopes, are stood down where the matter is handled, by a person."""

    code = "sensing.stand_down_by_person"


class AnotherMustVerify(Refused):
    """A grave alarm is false when a second person, or a verifier, says so too."""

    code = "sensing.another_must_verify"


class StillHigh(Refused):
    """The newest reading is not calm: no alarm is stood down against it."""

    code = "sensing.still_high"


class ConfirmFirst(Refused):
    """What never goes back gets a new zero only after another person confirmed the alarm."""

    code = "sensing.confirm_first"


class FoundNeeded(Refused):
    """The device says nothing; whoever clears its alarm says what was found at the place."""

    code = "sensing.found_needed"


class RuleInvalid(Malformed):
    code = "sensing.rule_invalid"


class SecondPerson(Forbidden):
    """Who proposed a version cannot approve it."""

    code = "sensing.second_person"


class RuleOutdated(Refused):
    """Another version came in force since this one was proposed."""

    code = "sensing.rule_outdated"


class LookFirst(Refused):
    """The device says nothing since it measured too much: another person looks first."""

    code = "sensing.look_first"


class RuleDecided(Refused):
    code = "sensing.rule_decided"


class ListUnreadable(Malformed):
    """What was sent is no list of devices. Fact: `problem`, a sentence."""

    code = "sensing.list_unreadable"


class ListFaulty(Refused):
    """Rows of a list have problems, so nothing of it was taken in. Fact: `findings`."""

    code = "sensing.list_faulty"
