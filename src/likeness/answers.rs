//! What is weighed of a whole mail once its runs have answered: the kind that they tell, and how surely any of its sentences
//! does each thing that sentences do. Shared by the build script, which learns the weights, and the library, which uses
//! them; it must know nothing of either.

/// Smaller shares of a kind are noise.
const LEAST_KIND: f32 = 1e-4;
/// Smaller shares of a role are noise.
const LEAST_ROLE: f32 = 1e-3;

/// The answers as numbers to be weighed, 0 for no and 1 for yes: how surely it is of each kind, then how surely it has a
/// sentence for each of as many roles. `sentences` holds the shares of the roles in each sentence that is not of the subject.
pub(crate) fn of_mail<S: AsRef<[f32]>>(kinds: &[f32], roles: usize, sentences: impl Iterator<Item = S>) -> Vec<f32> {
    let mut most = vec![0.0_f32; roles];
    for shares in sentences {
        most.iter_mut().zip(shares.as_ref()).for_each(|(most, &share)| *most = most.max(share));
    }
    let kinds = kinds.iter().map(|&share| sureness(share, LEAST_KIND));
    kinds.chain(most.into_iter().map(|share| sureness(share, LEAST_ROLE))).collect()
}

/// A share on a scale of orders of magnitude, on which the least one is 0 and all is 1.
fn sureness(share: f32, least: f32) -> f32 {
    1.0 - share.max(least).ln() / least.ln()
}
