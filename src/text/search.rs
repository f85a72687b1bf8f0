//! Searching the Korean way: 초성 (`ㅅㅂㅅ` finds 서비스), half-typed syllables (`파ㄷ` finds 파드), NFD input, any case.
//!
//! Must not know: what is searched.
