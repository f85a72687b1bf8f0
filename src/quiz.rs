//! Questions: from a specification or a generator and a seed to an item that can be asked, and from what is answered to a judgement.
//!
//! A question with a manifest or a world states only its question; its truth is computed here, by the verdict and the
//! simulated cluster.
//!
//! This layer must not know: the learner's record, when a question is due, screens.
