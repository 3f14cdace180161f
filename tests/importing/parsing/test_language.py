import pytest

from seoulsolution.importing.parsing.language import detect


@pytest.mark.parametrize(
    ("sample", "code"),
    [
        ("서울시는 정책을 공유한다.", "ko"),
        ("UN SDG 온라인플랫폼", "ko"),
        ("The mayor of Seoul (서울) spoke to the citizens", "en"),
        ("ソウル市が大会を開く", "ja"),
        ("首尔市举行论坛", "zh"),
        ("مدينة سيول تنظم مؤتمرا", "ar"),
        ("Сеул проводит форум", "ru"),
        ("Séoul comme si de rien n’était", "fr"),
        ("Festival de l’orchestre de la communauté", "fr"),
        ("La ciudad de Seúl y el alcalde reciben a los ciudadanos", "es"),
        ("Die Stadt Seoul und der Bürgermeister laden zu dem Fest ein", "de"),
        ("Kota Seoul dan warga untuk taman yang baru", "id"),
        ("The Marche de la Mode comes to Seoul with the mayor of Paris", "en"),
    ],
)
def test_language(sample, code):
    assert detect(sample) == code


@pytest.mark.parametrize("sample", ["KOTRA", "metta", "2018", ""])
def test_what_is_too_short_takes_the_language_of_its_page(sample):
    assert detect(sample, "ko") == "ko"
    assert detect(sample) == "en"
