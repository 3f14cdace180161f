from seoulsolution.media.models.file import Attachment, File
from seoulsolution.media.models.image import Image
from seoulsolution.media.models.licence import Licence
from seoulsolution.media.models.use import Use

__all__ = ["Attachment", "File", "Image", "Licence", "Use"]
